import { REAL_TIME } from '@tongban/domain';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, type TimedMessage } from '../../test/home-hub';
import { standardsWithOpenMaterials } from '../../test/open-materials';
import { caseDocument } from '../queries/case-document';
import { SummaryBuilder } from '../views/region-summary';

const WALK = walk('F-UNE.supplement');
const REQUEST_AT = WALK.messages.findIndex(({ message }) => message === 'C-SUPP-REQ');
const NOW = '2026-06-30T09:00:00+08:00';

describe('a supplement request for what is fetched by data sharing (T3-C2)', () => {
  const asked = async (materials: string[]) => {
    const hub = new HomeHub(WALK, standardsWithOpenMaterials(WALK.flow));
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
