import type { Decoder } from './decoder';
import { fileDecoders } from './files';
import { messageDecoders } from './messages';
import { registryDecoders } from './registry';

/** Every reader of what comes from outside. */
export const productDecoders = async (): Promise<readonly Decoder[]> => [...(await messageDecoders()), ...(await registryDecoders()), ...fileDecoders()];
