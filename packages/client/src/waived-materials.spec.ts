import { VersionedCatalogue, profileInForce } from '@tongban/catalogue';
import { headers } from '@tongban/contracts';
import { artefactVersion } from '@tongban/domain';
import { yrdProfile } from '../../catalogue/test/harmonised';
import { GOOD, NOW, OPENER, OTHER, arrivalOf, catalogue, flows, makerOf, trust, sealAs } from '../test/sdk-lab';
import { pendingFacts, readDelivery } from './inbox/read-delivery';
import { planOpening } from './make/opening';
import type { PendingDelivery } from './store/records';
import type { ProfileOf } from './waived-materials';

const FROM = '2026-01-01T00:00:00+08:00';
const harmonised = (region: string): ProfileOf => {
  const profile = yrdProfile({ profileId: `${GOOD.item}.${region}`, region, itemCode: GOOD.item, validFrom: '2026-01-01', limit: undefined, materials: [{ code: 'M-AUTH', zh: '授权委托书', en: 'Power of attorney', demand: 'waived' }] });
  const published = VersionedCatalogue.of(catalogue).withPublication({ number: 1, artefacts: [artefactVersion({ kind: 'profile', id: profile.profileId }, '1.0', JSON.parse(JSON.stringify(profile)))], effectiveFrom: FROM, transitionEndsAt: FROM });
  return (side) => profileInForce(published, catalogue.divisions, side);
};
const opening = planOpening(GOOD, { catalogue, flows, participant: OPENER, now: NOW });
const request = (material: string) => ({
  ...opening, entryId: undefined, message: 'C-SUPP-REQ', fields: { items: [{ item_no: 1, kind: 'MATERIAL', material_code: material, request_text: '请补交' }], due_at: '2026-03-20', clock_suspended: true },
});
const WAIVED = { code: 'message.invalid-fields', faults: [{ path: 'items.0.material_code', code: 'profile.material-waived' }] };

describe('a request for a material', () => {
  it('that the own region has waived is not made, and for another one is', async () => {
    await expect(makerOf(OPENER, 'sandbox', harmonised('yrd')).make(request('M-AUTH'))).rejects.toMatchObject(WAIVED);
    await expect(makerOf(OPENER, 'sandbox', harmonised('yrd')).make(request('M-OTHER'))).resolves.toHaveProperty('bytes');
  });

  it("is not judged by the other side's region", async () => {
    await expect(makerOf(OPENER, 'sandbox', harmonised('ccec')).make(request('M-AUTH'))).resolves.toHaveProperty('bytes');
  });

  it('that arrives all the same is rejected by the recipient, by the profile of the side that asks', async () => {
    const made = await makerOf(OPENER).make(request('M-AUTH'));
    const arrival = await arrivalOf(made, 1, OTHER);
    const pending = { message: Buffer.from(made.bytes).toString('base64'), registered: arrival.headers[headers.registered], wrappedKeys: arrival.headers[headers.wrappedKeys] } as PendingDelivery;
    const read = (region: string) => readDelivery(pending, pendingFacts(pending, OTHER), opening.facts, { environment: 'sandbox', participant: OTHER, catalogue, trust, flows, seal: sealAs(OTHER), profileOf: harmonised(region) });
    expect(await read('yrd')).toMatchObject({ kind: 'refused', ...WAIVED });
    expect(await read('ccec')).toMatchObject({ kind: 'delivery' });
  });
});
