import { encode, owners, v1 } from '@tongban/contracts';
import { Signer, generateSigningKey, issueReceipt, sha256 } from '@tongban/trust';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards } from '../../test/home-hub';
import { loggedCase, pastCase, sendersOf } from './past-case';

const WALK = walk('F-UNE.normal');
const { REJECTION_EFFECT_RETURNED, REJECTION_EFFECT_TOO_LATE } = v1.RejectionEffect;
const recipient = new Signer(generateSigningKey(owners.participant('510000')).signing);
const AT = '2026-03-04T10:00:00+08:00';

/** The entry that records receipts of the recipient about registered messages, by their place in the log. */
async function recorded(entries: readonly Uint8Array[], said: readonly { readonly level: 'DELIVERED' | 'REJECTED'; readonly about: number }[], effect = REJECTION_EFFECT_RETURNED): Promise<Uint8Array> {
  const messages = entries.map((bytes) => v1.CaseEntry.decode(bytes).registered?.message ?? new Uint8Array());
  const receipts = await Promise.all(said.map(({ level, about }) => issueReceipt(recipient, { level, messageDigest: sha256(messages[about]!), issuer: owners.participant('510000'), at: AT, deliveryNo: about + 1 })));
  return encode(v1.CaseEntry, { logIndex: entries.length + 1, registeredAt: AT, receipts: { receipts, rejections: said.filter(({ level }) => level === 'REJECTED').map(({ about }) => ({ deliveryNo: about + 1, effect })) } });
}

describe('a case as its log has it', () => {
  const hub = new HomeHub(WALK, new Standards());
  let entries: Uint8Array[];
  beforeAll(async () => {
    await hub.play(WALK.messages.slice(0, 3));
    entries = hub.log.entries.map(({ data }) => data);
  });
  const stepsOf = (bytes: readonly Uint8Array[]) => {
    const logged = loggedCase(bytes, hub.releases)!;
    return [...pastCase(logged, hub.releases.byDigest(logged.schemaDigest)!, '2026-06-30').steps];
  };

  it('is its registered messages with their open fields, times and sides', () => {
    expect(stepsOf(entries)).toEqual(WALK.messages.slice(0, 3).map(({ as, message, open, onBehalfOf, ...at }) => ({
      kind: 'message', message: expect.objectContaining({ type: message, side: as, open, receivedAt: (at as unknown as { at: string }).at, ...(onBehalfOf && { onBehalfOf }) }),
    })));
    const logged = loggedCase(entries, hub.releases)!;
    expect([logged.itemCode, logged.parties.counterpart.participant, sendersOf(logged)]).toEqual([WALK.item, '510000', ['310000', '310000', '310000']]);
  });

  it('and what recipients did to them: deliveries, and rejections that sent the case back', async () => {
    const more = [...entries, await recorded(entries, [{ level: 'DELIVERED', about: 2 }, { level: 'REJECTED', about: 2 }])];
    expect(stepsOf(more).slice(3)).toEqual([
      { kind: 'delivered', delivery: { deliveryNo: 3, side: 'counterpart', deliveredAt: AT } }, { kind: 'sent-back', rejection: { deliveryNo: 3, recordedAt: AT } },
    ]);
  });

  it('a rejection that came too late did nothing', async () => expect(stepsOf([...entries, await recorded(entries, [{ level: 'REJECTED', about: 1 }], REJECTION_EFFECT_TOO_LATE)])).toHaveLength(3));
  it('without a registered message it was never opened', async () => expect(loggedCase([await recorded([], [])], hub.releases)).toBeUndefined());
});
