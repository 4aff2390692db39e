import { type FieldFault, TongbanError } from '@tongban/contracts';
import { z } from 'zod';
import { type OpenCommand, OpenCommandSchema, type Opened } from './open-command';

/**
 * The channel to the process that started this one (Node IPC, `process.send`): `{id, open: {…}}` is answered with
 * `{id, opened: {caseNo, messageId}}` or `{id, failed: {code, detail, faults}}`. Two connections of one participant would
 * share one inbox, so a launcher that wants a case opened has to ask here.
 */
const RequestSchema = z.strictObject({ id: z.union([z.string().max(100), z.number()]), open: OpenCommandSchema });
export type ControlAnswer =
  | { readonly id: string | number; readonly opened: Opened }
  | { readonly id: string | number; readonly failed: { readonly code: string; readonly detail: string; readonly faults: readonly FieldFault[] } };

const IN_HAND_MAX = 64;

export class ControlChannel {
  private inHand = 0;

  constructor(private readonly open: (command: OpenCommand) => Promise<Opened>, private readonly answer: (answer: ControlAnswer) => void) {}

  /** One message from the channel; what is no request is answered as such, or ignored when it has no id. */
  async receive(message: unknown): Promise<void> {
    const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(message);
    if (!id.success) return;
    this.answer(await this.respond(id.data.id, message));
  }

  private async respond(id: string | number, message: unknown): Promise<ControlAnswer> {
    const request = RequestSchema.safeParse(message);
    if (!request.success) return failure(id, new TongbanError('query.invalid', request.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')));
    if (this.inHand >= IN_HAND_MAX) return failure(id, new TongbanError('hub.busy', `${IN_HAND_MAX} commands are in hand`));
    this.inHand += 1;
    try {
      return { id, opened: await this.open(request.data.open) };
    } catch (cause) {
      return failure(id, TongbanError.from(cause));
    } finally {
      this.inHand -= 1;
    }
  }
}

const failure = (id: string | number, { code, message: detail, faults }: TongbanError): ControlAnswer => ({ id, failed: { code, detail, faults } });
