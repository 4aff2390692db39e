import type { Delivery } from '@tongban/client';
import { decode, encode, v1 } from '@tongban/contracts';
import { sha256 } from '@tongban/trust';
import { Writer } from 'protobufjs';
import { eventually } from '../harness/eventually';
import type { RawClient } from '../harness/raw-client';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';

const WALK = between(walk('F-PEN-ENT.normal'), { opener: '310115', counterpart: '610104' });
const [FIRST] = WALK.messages;

/** With fields that no version has: a number and a text. */
const grown = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Writer.create().uint32(4_000 << 3).uint32(7).uint32((4_001 << 3) | 2).string('将来的字段').finish()]);

/** An opening by a client of a later version: it says more in the personal part, the open part, the envelope and around the signature. */
async function openingOfNewerClient(client: RawClient): Promise<{ caseNo: string; bytes: Uint8Array }> {
  const { message, open, personal, onBehalfOf } = FIRST!;
  const caseNo = client.caseNo(WALK.opener.division);
  const { messages } = client.flow(WALK.flow);
  const ciphertext = grown(messages.encodePersonal(message, personal));
  const data = grown(messages.encodeOpen(message, open, { algorithm: 1, recipients: [], nonce: new Uint8Array(), ciphertext, digest: sha256(ciphertext), keysDigest: new Uint8Array() }));
  const properties = client.envelope({ flow: WALK.flow, item: WALK.item, caseNo, message, from: WALK.opener.division, to: WALK.counterpart.division, open, personal, ...(onBehalfOf && { onBehalfOf }) });
  const envelope = grown(encode(v1.Envelope, { ...properties, data, payloadDigest: sha256(data) }));
  return { caseNo, bytes: grown(encode(v1.SignedMessage, { envelope, signature: await client.signer.sign(envelope) })) };
}

export function describeNewerClient(environment: () => TestEnvironment): void {
  describe('a message with unknown fields from a newer client', () => {
    it('arrives bit-identical over two regions, in the log and at both sides, and is taken with the fields that are known', async () => {
      const [client, observer, recipient] = await Promise.all([environment().raw('310000'), environment().raw('610000'), environment().province('610000')]);
      const taken: Delivery[] = [];
      await recipient.receive((delivery) => void taken.push(delivery));
      const { caseNo, bytes } = await openingOfNewerClient(client);
      await client.submit(bytes, 'yrd');
      await client.receipt(bytes, 'TAKEN');
      // A receipt is about exact bytes, by their digest: each level vouches for these.
      expect(client.receiptsOf(bytes).map(({ level }) => level).sort()).toEqual(['DELIVERED', 'RECEIVED', 'REGISTERED', 'TAKEN']);
      for (const side of [client, observer]) expect(Buffer.from((await side.delivery(caseNo, 1)).data).equals(bytes)).toBe(true);
      const [entry] = await environment().logOf('yrd', caseNo);
      expect(Buffer.from(decode(v1.CaseEntry, entry!).registered?.message ?? []).equals(bytes)).toBe(true);
      const delivery = await eventually('the handler was called', () => taken.find((one) => one.caseNo === caseNo));
      expect(delivery.fields).toEqual({ open: FIRST!.open, personal: FIRST!.personal });
    });
  });
}
