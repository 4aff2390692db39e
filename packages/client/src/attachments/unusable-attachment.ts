import { TongbanError } from '@tongban/contracts';

/** A file of a delivery is not what its message says. Thrown on by a handler, it rejects the message to its sender; the same code from anything else the handler did does not. */
export class UnusableAttachment extends TongbanError {}
