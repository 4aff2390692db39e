import { type Flow, type MessageSpec, REAL_TIME, artefactVersion } from '@tongban/domain';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, type TimedMessage, base } from '../../test/home-hub';
import { caseDocument } from '../queries/case-document';
import { SummaryBuilder } from '../views/region-summary';

const WALK = walk('F-UNE.supplement');
const REQUEST_AT = WALK.messages.findIndex(({ message }) => message === 'C-SUPP-REQ');
const NOW = '2026-06-30T09:00:00+08:00';

/** The flow with a supplement request of its own that names materials openly, in place of the common one. */
function standardsWithOpenMaterials(): Standards {
  const flow = structuredClone(base.flows.get(WALK.flow)) as Flow;
  const common = base.dictionary.commonMessages.find(({ messageId }) => messageId === 'C-SUPP-REQ')!;
  const { fromKinds: _from, toKinds: _to, ...rest } = common;
  const message: MessageSpec = {
    ...rest, messageId: 'UNE-SUPP', from: ['RECEIVING_AGENCY', 'SENDING_AGENCY'], to: ['APPLICANT', 'RECEIVING_AGENCY', 'SENDING_AGENCY'],
    fields: [...common.fields, { id: 'materials', zh: '材料编码', en: 'Material codes', type: 'list<string>', required: false, personalData: false, itemPattern: '^M-[A-Z]{1,20}$', maxItems: 50 }],
  };
  const content = { ...flow, messages: [...flow.messages, message], transitions: flow.transitions.map((one) => (one.message === 'C-SUPP-REQ' ? { ...one, message: 'UNE-SUPP' } : one)) };
  const standards = new Standards();
  standards.catalogue = standards.catalogue.withPublication({ number: 1, artefacts: [artefactVersion({ kind: 'flow', id: WALK.flow }, '1.1', content)], effectiveFrom: '2026-01-01T00:00:00+08:00', transitionEndsAt: '2026-01-01T00:00:00+08:00' });
  return standards;
}

describe('a supplement request for what is fetched by data sharing (T3-C2)', () => {
  const asked = async (materials: string[]) => {
    const hub = new HomeHub(WALK, standardsWithOpenMaterials());
    for (const message of WALK.messages.slice(0, REQUEST_AT)) expect((await hub.send(message)).code).toBe('REGISTERED');
    const request = WALK.messages[REQUEST_AT]! as TimedMessage;
    const { code } = await hub.send({ ...request, message: 'UNE-SUPP', open: { ...request.open, materials } });
    const record = await hub.read();
    const { entries } = caseDocument(record, { releases: hub.releases, region: 'yrd', now: NOW, today: '2026-06-30' });
    const summary = new SummaryBuilder('yrd', REAL_TIME);
    summary.addCase(record);
    return { code, alerts: entries.at(-1)!.alerts, counted: summary.done().alertsByCode };
  };

  it('is registered, flagged in the case with the material, and counted', async () =>
    expect(await asked(['M-FORM', 'M-ID', 'M-ID'])).toEqual({ code: 'REGISTERED', alerts: [{ ruleId: 'M-ID', code: 'rule.material-exempt' }], counted: { 'rule.material-exempt': 1 } }));
  it('is no alarm for what nobody shares, or what the item does not ask for', async () => expect(await asked(['M-FORM', 'M-PHOTO'])).toEqual({ code: 'REGISTERED', alerts: [], counted: {} }));
});
