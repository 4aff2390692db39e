import { decode, encode, v1 } from '@tongban/contracts';
import type { HubSession } from '../hub/hub-session';

/** What a participant may ask its own border about files. All throw the hub's TongbanError, or `hub.unreachable`. */
export class AttachmentQueries {
  constructor(private readonly session: Pick<HubSession, 'query'>) {}

  async request(request: v1.AttachmentRequest.$Properties): Promise<v1.AttachmentReply> {
    return decode(v1.AttachmentReply, await this.session.query('attachment-request', encode(v1.AttachmentRequest, request)));
  }
  async chunk(chunk: v1.AttachmentChunk.$Properties): Promise<v1.AttachmentProgress> {
    return decode(v1.AttachmentProgress, await this.session.query('attachment-chunk', encode(v1.AttachmentChunk, chunk)));
  }
  async complete(leave: v1.SignedAttachmentLeave.$Properties): Promise<v1.AttachmentProgress> {
    return decode(v1.AttachmentProgress, await this.session.query('attachment-complete', encode(v1.AttachmentCompletion, { leave })));
  }
  async part(query: v1.AttachmentPartQuery.$Properties): Promise<v1.AttachmentPart> {
    return decode(v1.AttachmentPart, await this.session.query('attachment-part', encode(v1.AttachmentPartQuery, query)));
  }
}
