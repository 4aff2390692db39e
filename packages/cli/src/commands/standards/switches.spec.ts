import { View } from '../../view';
import { ownerOfScope, settingGiven, settingWords, switchStatusLines } from './switches';

const FROM = '2026-03-02T09:00:00+08:00';

describe('standards switch (T6-C1)', () => {
  it('takes divisions of any level for their provinces, and a rate', () => expect(settingGiven({ position: 'hold', item: 'HRSS-SSI-0201', opener: '310115', counterpart: '510104', from: FROM, rate: '60/min' })).toEqual({
    scope: { itemCode: 'HRSS-SSI-0201', pair: { opener: '310000', counterpart: '510000' } }, position: 'hold', from: FROM, releasePerMinute: 60,
  }));
  it.each([
    [{ position: 'ajar' }, '--position'], [{ position: 'off', opener: '310000' }, '--opener and --counterpart'], [{ position: 'off', region: 'moon' }, '--region'],
    [{ position: 'off', from: 'soon' }, '--from'], [{ position: 'off', until: '2026-03-02' }, '--until'], [{ position: 'hold', rate: '0/min' }, '--rate'], [{ position: 'hold', rate: '60/s' }, '--rate'],
  ])('%j is no setting', (options, said) => expect(() => settingGiven(options)).toThrow(said));
  it.each([
    [{ itemCode: 'HRSS-SSI-0201' }, 'nat'], [{ mode: 'fully-online' }, 'nat'], [{ region: 'gba' as const }, 'gba'], [{ participant: '510000' }, 'ccec'], [{ pair: { opener: '310000', counterpart: '510000' } }, 'yrd'],
  ])('%j is asked of %s where nobody says otherwise', (scope, owner) => expect(ownerOfScope(scope)).toBe(owner));

  it('is worded in one line, and shown in the status with what is held', () => {
    const setting = { scope: { itemCode: 'HRSS-SSI-0201', pair: { opener: '310000', counterpart: '510000' } }, position: 'hold' as const, releasePerMinute: 60 };
    expect(settingWords(new View('zh', false), setting)).toBe('事项HRSS-SSI-0201、310000向510000 暂存 60/min');
    const lines = switchStatusLines(new View('en', false), [{ region: 'yrd', switches: [{ ...setting, owner: 'ccec', switchId: 's', since: FROM, held: 17 }] }, { region: 'nat' }]).join('\n');
    for (const part of ['yrd', 'ccec', 'on hold', '17', '310000 to 510000']) expect(lines).toContain(part);
    expect(switchStatusLines(new View('en', false), [{ region: 'nat', switches: [] }])).toEqual([]);
  });
});
