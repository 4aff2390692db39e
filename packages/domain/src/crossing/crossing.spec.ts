import { BASELINE, Play, STEWARD_1 } from '../../test/registry-play';
import type { HomeRegion } from '../identifiers/divisions';
import type { SwitchRecord, SwitchSetting } from '../standards/switches/switch';
import { decidingSwitch } from '../standards/switches/position';
import { isCrossingOn } from './crossing-switch';
import { type LegalBasisRule, legalBasisFaults } from './legal-basis';
import { carriesPersonalData } from './personal-data';

const REGIONS: Readonly<Record<string, HomeRegion>> = { 310000: 'yrd', 440000: 'gba', 810000: 'gba' };
const AT = '2026-03-02T12:00:00+08:00';
const PAIR = { mainland: { participant: '310000', region: 'yrd' }, sar: { participant: '810000', region: 'gba' }, itemCode: 'I' } as const;
const SCOPE: SwitchSetting['scope'] = { subject: 'personal-data', pair: { opener: '810000', counterpart: '310000' } };
const STEWARD = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
let count = 0;
const set = (owner: HomeRegion, position: 'on' | 'off', more: Partial<SwitchRecord> = {}): SwitchRecord => ({
  owner, switchId: `s-${++count}`, setNo: count, setAt: AT, since: '2026-03-01T00:00:00+08:00', reason: 'because', proposer: STEWARD, confirmer: STEWARD, scope: SCOPE, position, ...more,
});

describe('the cross-border switch for personal data (T6-C6)', () => {
  it.each<[string, readonly SwitchRecord[], boolean]>([
    ['off where nobody set it', [], false],
    ['on when the national hub set it on', [set('nat', 'on')], true],
    ["on when the mainland side's hub set it on", [set('yrd', 'on')], true],
    ["not on by the SAR side's hub alone", [set('gba', 'on')], false],
    ['off again when either side says so', [set('yrd', 'on'), set('gba', 'off')], false],
    ['off before it begins', [set('nat', 'on', { since: '2026-03-03T00:00:00+08:00' })], false],
    ['off once it is over', [set('nat', 'on', { until: '2026-03-02T00:00:00+08:00' })], false],
    ['on for the item it names', [set('nat', 'on', { scope: { ...SCOPE, itemCode: 'I' } })], true],
    ['off for another item', [set('nat', 'on', { scope: { ...SCOPE, itemCode: 'J' } })], false],
    ['off for another pair', [set('nat', 'on', { scope: { ...SCOPE, pair: { opener: '440000', counterpart: '810000' } } })], false],
    ['untouched by what new cases are switched by', [set('nat', 'on', { scope: { pair: SCOPE.pair! } })], false],
  ])('is %s', (_what, switches, on) => expect(isCrossingOn(switches, PAIR, AT)).toBe(on));

  it('decides about no new case', () => {
    const newCase = { itemCode: 'I', modes: [], opener: { participant: '810000', region: 'gba' }, counterpart: { participant: '310000', region: 'yrd' } };
    expect(decidingSwitch([set('nat', 'off')], newCase, AT)).toBeUndefined();
  });

  it('is set by two persons like any other, and refused where it says what it cannot', () => {
    const registry = new Play('nat', BASELINE, (code) => REGIONS[code]);
    registry.act({ action: 'switch', scope: SCOPE, position: 'on' });
    expect(registry.state.switches).toMatchObject([{ scope: SCOPE, position: 'on' }]);
    const refused = registry.refusal({ type: 'propose-action', actor: STEWARD_1, action: { action: 'switch', scope: { subject: 'personal-data', mode: 'fully-online', region: 'yrd' }, position: 'hold', releasePerMinute: 5 } });
    expect([...refused!.paths].sort()).toEqual(['action.position', 'action.releasePerMinute', 'action.scope.mode', 'action.scope.pair', 'action.scope.region']);
    expect(registry.refusal({ type: 'propose-action', actor: STEWARD_1, action: { action: 'switch', scope: { ...SCOPE, subject: 'weather' as 'personal-data' }, position: 'on' } })?.paths).toEqual(['action.scope.subject']);
  });
});

describe('a legal basis', () => {
  const RULES: readonly LegalBasisRule[] = [{ code: 'contract', zh: '合同', en: 'Contract', within: null }, { code: 'bay-contract', zh: '湾区合同', en: 'Bay contract', within: 'gba' }];
  const GBA = { id: 'gba', memberCodes: ['440000', '810000'], subScope: [{ code: '440300', parent: '440000' }] };
  it.each<[string, string, string, string, string[]]>([
    ['that is listed', 'contract', 'A-1', '310115', []],
    ['that is not listed', 'friendship', 'A-1', '310115', ['legal_basis.code']],
    ['without the number of its document', 'contract', '', '310115', ['legal_basis.document']],
    ["with a person's number for a document's", 'contract', '11010519491231002X', '310115', ['legal_basis.document']],
    ['of the Bay between two sides inside it', 'bay-contract', 'A-1', '440304', []],
    ['of the Bay for a part of Guangdong outside it', 'bay-contract', 'A-1', '440507', ['legal_basis.code']],
    ['of the Bay for another province', 'bay-contract', 'A-1', '310115', ['legal_basis.code']],
  ])('%s', (_what, code, document, opener, paths) =>
    expect(legalBasisFaults({ code, document }, RULES, [GBA], { opener, counterpart: '810000' }).map(({ path }) => path)).toEqual(paths));
});

describe('what may be personal data', () => {
  const spec = { fields: [{ id: 'scan', zh: '扫描件', en: 'Scan', type: 'list<attachment>' }, { id: 'decision', zh: '决定', en: 'Decision', type: 'string' }] };
  it.each<[string, Parameters<typeof carriesPersonalData>[0], boolean]>([
    ['nothing sealed and said to be nothing', { claimedNone: true, sealedBytes: 0, open: { decision: 'A' }, spec }, false],
    ['something sealed that is said to be nothing', { claimedNone: true, sealedBytes: 1, open: {}, spec }, true],
    ['what says nothing of itself', { claimedNone: false, sealedBytes: 0, open: {}, spec }, true],
    ['the claim of an attachment', { claimedNone: true, sealedBytes: 0, open: { scan: [{ digest: 'sha256:00', size: 1, media_type: 'image/png' }] }, spec }, true],
    ['an empty list of attachments', { claimedNone: true, sealedBytes: 0, open: { scan: [] }, spec }, false],
  ])('%s', (_what, parts, carries) => expect(carriesPersonalData(parts)).toBe(carries));
});
