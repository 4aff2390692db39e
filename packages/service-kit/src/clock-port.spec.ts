import { BusinessClock } from './clock-port';

const setting = (revision: number, businessAt: string) => ({ revision, anchors: [{ realAt: '2026-06-01T00:00:00.000Z', businessAt, speed: 1 }] });

it('the business clock tells whoever watches it of every newer setting, and of no other', () => {
  const clock = new BusinessClock(undefined, () => Date.parse('2026-06-01T00:00:00Z'));
  const heard: string[] = [];
  clock.onSet(() => heard.push(clock.now().slice(0, 10)));
  clock.adopt(setting(1, '2026-03-02T09:00:00+08:00'));
  clock.adopt(setting(1, '2026-03-02T09:00:00+08:00'));
  clock.adopt(setting(0, '2026-01-01T09:00:00+08:00'));
  clock.adopt(setting(2, '2026-03-03T09:00:00+08:00'));
  expect(heard).toEqual(['2026-03-02', '2026-03-03']);
});
