import type { NextActionsDocument } from '@tongban/contracts';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, type TimedMessage } from '../../test/home-hub';
import { standardsWithOpenMaterials } from '../../test/open-materials';
import { caseDocument } from './case-document';
import { nextActionsDocument } from './next-actions-document';

const TODAY = '2026-03-12';
const context = (hub: HomeHub) => ({ releases: hub.releases, region: 'yrd', now: `${TODAY}T09:00:00+08:00`, today: TODAY });

/** A case of a walk up to and with a message, as both queries show it. */
async function until(name: string, message: string, standards = new Standards(), change: (one: TimedMessage) => TimedMessage = (one) => one) {
  const one = walk(name);
  const hub = new HomeHub(one, standards);
  const last = one.messages.findIndex((step) => step.message === message);
  for (const step of one.messages.slice(0, last)) expect((await hub.send(step)).code).toBe('REGISTERED');
  expect((await hub.send(change(one.messages[last]!))).code).toBe('REGISTERED');
  const record = await hub.read();
  const next = (participant: string): NextActionsDocument => nextActionsDocument(record, participant, context(hub));
  return { shown: caseDocument(record, context(hub)), next, parties: record.opening!.parties, releases: hub.releases, opening: record.opening! };
}

describe('a case that waits for a supplement', () => {
  it('tells both sides why its clock stands, what is awaited from whom, and what the item asks for', async () => {
    const { shown, next, parties } = await until('F-UNE.supplement', 'C-SUPP-REQ');
    for (const side of ['opener', 'counterpart'] as const) {
      const document = next(parties[side].participant);
      expect(document.standstills).toMatchObject([{ track: 'main', why: 'suspended', by: { messageType: 'C-SUPP-REQ', messageKind: 'supplement-request', side: 'opener', reasons: [], dates: [{ field: 'due_at', fieldWording: { zh: '补正期限' } }] } }]);
      expect(document.awaited).toMatchObject([{ track: 'main', actor: 'APPLICANT', side: 'opener', participant: parties.opener.participant, messages: [{ type: 'C-SUPP-RESP', kind: 'supplement-response', zh: '补正材料', dueOn: expect.any(String), dueKind: expect.any(String) }, { type: 'C-WITHDRAW' }] }]);
      expect(document.materials).toMatchObject({ missing: [], requests: [{ messageType: 'C-SUPP-REQ', track: 'main', sealed: true }] });
      expect(document.materials?.ofItem.every(({ code, zh, en }) => code !== '' && zh !== '' && en !== '')).toBe(true);
      const standing = document.standstills?.flatMap(({ deadlines }) => deadlines) ?? [];
      expect(standing.length).toBeGreaterThan(0);
      expect(document.deadlines?.filter(({ status }) => status === 'suspended').map(({ id }) => id)).toEqual(expect.arrayContaining(standing));
    }
    expect([shown.standstills, shown.awaited]).toEqual([next(parties.opener.participant).standstills, next(parties.opener.participant).awaited]);
  });

  it('names the materials that are missing where the flow names them openly', async () => {
    const materials = ['M-FORM'];
    const { next, parties } = await until('F-UNE.supplement', 'C-SUPP-REQ', standardsWithOpenMaterials('F-UNE'), (one) => ({ ...one, message: 'UNE-SUPP', open: { ...one.open, materials } }));
    const { materials: shown } = next(parties.opener.participant);
    expect(shown?.ofItem.map(({ code }) => code)).toEqual(expect.arrayContaining(materials));
    expect(shown?.missing).toMatchObject([{ code: 'M-FORM', zh: expect.stringContaining('申请表'), messageId: shown?.requests[0]?.messageId }]);
  });

  it('runs on when it is answered: nothing stands, nothing is missing', async () => {
    const { next, parties } = await until('F-UNE.supplement', 'C-SUPP-RESP');
    expect(next(parties.opener.participant)).toMatchObject({ standstills: [], materials: { missing: [], requests: [] } });
  });
});

describe('a case that was returned', () => {
  it('says for which reason, in both languages, and which values may be sent now with what comes of them', async () => {
    const { next, parties } = await until('F-PEN-ENT.return', 'C-RETURN');
    const { standstills, awaited } = next(parties.opener.participant);
    // Returned in time, every duty is met: what stands is the limit of the whole case.
    expect(standstills).toMatchObject([{ why: 'suspended', deadlines: ['total'], by: { messageKind: 'return', reasons: [{ field: 'reason_code', code: expect.stringMatching(/^R\d\d$/), wording: { zh: expect.any(String), en: expect.any(String) } }] } }]);
    expect(awaited).toMatchObject([{ side: 'opener', by: standstills?.[0]?.by }]);
    expect(standstills?.[0]?.by?.reasons[0]?.wording.zh).not.toBe(standstills?.[0]?.by?.reasons[0]?.code);
  });

  it('offers before it the reasons that decide where it goes', async () => {
    const { next, parties } = await until('F-PEN-ENT.normal', 'PEN-LETTER');
    const back = next(parties.counterpart.participant).actions.find(({ message }) => message.type === 'C-RETURN');
    const reasons = back?.fields.find(({ id }) => id === 'reason_code');
    expect(reasons?.choices?.map(({ value }) => value)).toEqual(reasons?.values?.map(({ code }) => code));
    expect(reasons?.choices?.find(({ value }) => value === 'R05')?.outcomes).toEqual(['E-TEMP']);
    expect(back).toMatchObject({ actor: { actor: 'SENDING_AGENCY', wording: { zh: expect.any(String) } }, meets: ['D-S04', 'D-S05', 'D-S06'], due: { deadline: 'D-S04', legal: expect.any(Boolean) } });
    expect(back?.outcomes.every(({ toWording }) => toWording !== undefined && toWording.zh !== '')).toBe(true);
  });
});

describe('a closed case', () => {
  it('tells the side that may open a successor which ones, and the other side none', async () => {
    const { next, parties, shown } = await until('F-PEN-ENT.normal', 'C-COMPLETE');
    expect(next(parties.opener.participant).mayFollow).toEqual([{ kind: 'reopening', zh: '重新办理', en: 'Reopening' }, { kind: 'correction', zh: '更正', en: 'Correction' }]);
    expect(next(parties.counterpart.participant).mayFollow).toBeUndefined();
    expect([shown.closed, shown.standstills, shown.awaited]).toEqual([true, [], []]);
  });
});
