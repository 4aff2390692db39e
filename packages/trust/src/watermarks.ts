import { ENVIRONMENTS, type EnvironmentCode, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

/** Where a watermark belongs. */
export interface WatermarkPlace { readonly environment: EnvironmentCode; /** Region that vouches. */ readonly region: string }
export type WatermarkFields = Omit<v1.Watermark.$Properties, 'statement' | 'environment' | 'region'> & WatermarkPlace;

/** What a region vouches for, signed by its hub. */
export async function signWatermark(signer: Signer, { environment, ...fields }: WatermarkFields): Promise<v1.SignedWatermark> {
  const watermark = encode(v1.Watermark, { ...fields, statement: STATEMENTS.watermark, environment: ENVIRONMENTS[environment] });
  return v1.SignedWatermark.create({ watermark, signature: await signer.sign(watermark) });
}

/** The watermark, when the hub of that region signed it. @throws TongbanError `message.malformed`, `message.wrong-environment`, `signature.*`. */
export async function verifyWatermark(directory: TrustDirectory, signed: v1.SignedWatermark.$Properties, { environment, region }: WatermarkPlace): Promise<v1.Watermark> {
  const bytes = signed.watermark ?? new Uint8Array();
  const watermark = decode(v1.Watermark, bytes);
  refuseOtherStatement(watermark, STATEMENTS.watermark);
  if (watermark.environment !== ENVIRONMENTS[environment]) throw new TongbanError('message.wrong-environment', `a watermark of another environment than ${environment}`);
  if ([watermark.until, watermark.issuedAt].some((at) => Number.isNaN(Date.parse(at)))) throw new TongbanError('message.malformed', 'a watermark has two instants');
  const fault = watermark.region === region ? await directory.check(owners.hub(region), bytes, signed.signature, watermark.issuedAt) : 'signature.other-owner';
  if (fault) throw new TongbanError(fault, `the watermark is not signed by the hub of ${region}`);
  return watermark;
}
