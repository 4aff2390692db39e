import { windowsGiven } from './maintenance';

const FROM = '2026-05-01T00:00:00+08:00';
const UNTIL = '2026-05-02T00:00:00+08:00';

describe('participant maintenance declare', () => {
  it('takes any number of windows', () => expect(windowsGiven({ once: [`${FROM}..${UNTIL}`], weekly: ['7@22:00+240'], monthly: ['-1@20:00+600', '15@08:30+90'] })).toEqual([
    { repeat: 'once', from: FROM, until: UNTIL }, { repeat: 'weekly', weekday: 7, at: '22:00', minutes: 240 },
    { repeat: 'monthly', day: -1, at: '20:00', minutes: 600 }, { repeat: 'monthly', day: 15, at: '08:30', minutes: 90 },
  ]));
  it('takes them all back only where that is said', () => expect(windowsGiven({ none: true })).toEqual([]));
  it.each([[{}, '--none'], [{ none: true, weekly: ['7@22:00+240'] }, '--none'], [{ once: [FROM] }, '--once'], [{ weekly: ['Sunday'] }, '--weekly'], [{ monthly: ['-1@20:00'] }, '--monthly']])('%j is no declaration', (options, said) =>
    expect(() => windowsGiven(options)).toThrow(said));
});
