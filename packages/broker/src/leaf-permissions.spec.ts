import { BACKBONE_DOMAIN, HUB_QUERIES, REGION_CODES, type RegionCode, type ServiceQuery, consumers, jetStreamApi, streams, subjects } from '@tongban/contracts';
import { hubInboxPrefix } from '@tongban/contracts';
import { leafPermissions, servicesOf } from './leaf-permissions';

const of = (region: RegionCode) => leafPermissions('sandbox', region, REGION_CODES);

describe('the permissions of a leaf connection', () => {
  it('are exactly these for two regions', () => {
    expect(leafPermissions('sandbox', 'yrd', ['jjj', 'yrd'])).toEqual({
      publish: { allow: [
        '$JSC.R.>', 'mir.yrd.*', '_INBOX_backbone.>', '$JS.jjj.API.CONSUMER.RESET.OUTBOX_JJJ.src_yrd', '$JS.FC.OUTBOX_JJJ.src_yrd.>', 'dlv.yrd.jjj', ...HUB_QUERIES.map((name) => `svc.sandbox.jjj.${name}`), '_INBOX_jjj.>',
      ] },
      subscribe: { allow: [
        '$JSC.R.>', '$JS.yrd.API.STREAM.LIST', '$JS.yrd.API.STREAM.MSG.GET.*', '$JS.yrd.API.CONSUMER.LIST.*', '$JS.yrd.API.CONSUMER.CREATE.*.mirror',
        '$JS.yrd.API.CONSUMER.DELETE.*.mirror', '$JS.yrd.API.CONSUMER.RESET.*.mirror', '$JS.FC.*.mirror.>', ...HUB_QUERIES.map((name) => `svc.sandbox.yrd.${name}`), '_INBOX_yrd.>', '$JS.yrd.API.CONSUMER.RESET.OUTBOX_YRD.src_jjj', '$JS.FC.OUTBOX_YRD.src_jjj.>', 'dlv.jjj.yrd',
      ] },
    });
  });
  it.each(REGION_CODES)('let %s send only what some other region may hear, or the backbone itself', (region) => {
    const heard = new Set([subjects.mirrorDeliveries(region), `${hubInboxPrefix(BACKBONE_DOMAIN)}.>`, ...REGION_CODES.filter((other) => other !== region).flatMap((other) => of(other).subscribe.allow)]);
    expect(of(region).publish.allow.filter((subject) => !heard.has(subject))).toEqual([]);
  });
  it.each(REGION_CODES)('let nobody but %s hear what is meant for it', (region) => {
    const own = [...servicesOf('sandbox', region), `${hubInboxPrefix(region)}.>`, ...REGION_CODES.map((from) => subjects.sourceDelivery(from, region)), ...of(region).subscribe.allow.filter((subject) => subject.startsWith(jetStreamApi(region)))];
    for (const other of REGION_CODES.filter((one) => one !== region)) expect(of(other).subscribe.allow.filter((subject) => own.includes(subject))).toEqual([]);
  });
  it('let no region ask for what is for the operator of another', () => {
    const forOperators: readonly ServiceQuery[] = ['clock.set', 'clock.show', 'store.settle', 'mirrors.renew', 'mirrors.report', 'links.report', 'hub.status', 'cases.summary', 'cases.counts', 'cases.alarms', 'security.events'];
    const allowed = REGION_CODES.flatMap((region) => [...of(region).publish.allow, ...of(region).subscribe.allow]);
    for (const name of forOperators) expect(allowed.filter((subject) => subject.endsWith(`.${name}`))).toEqual([]);
    expect(allowed.filter((subject) => subject.startsWith('svc.') && /[*>]/.test(subject))).toEqual([]);
  });
  it.each(REGION_CODES)('let %s touch no source consumer but its own', (region) => {
    const touched = of(region).publish.allow.filter((subject) => /^\$JS\./.test(subject));
    expect(touched).toHaveLength(2 * (REGION_CODES.length - 1));
    for (const subject of touched) expect(subject).toMatch(new RegExp(`\\.OUTBOX_[A-Z]+\\.${consumers.source(region)}(\\.>)?$`));
    expect(touched.filter((subject) => subject.includes(streams.outbox(region)))).toEqual([]);
  });
  it.each(REGION_CODES)('let %s ask nothing of the copies, and send on nothing that the backbone asks of another', (region) => {
    const { allow } = of(region).publish;
    expect(allow.filter((subject) => subject.includes(consumers.mirror) || subject.startsWith(jetStreamApi(BACKBONE_DOMAIN)))).toEqual([]);
    expect(allow.filter((subject) => REGION_CODES.some((other) => other !== region && subject === subjects.mirrorDeliveries(other)))).toEqual([]);
  });
});
