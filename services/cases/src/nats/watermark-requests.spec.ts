import { type RegionCode, TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { createLogger } from '@tongban/service-kit';
import { WatermarkRequests } from './watermark-requests';

describe('a word that does not come', () => {
  let nowMs: number;
  let lacking: RegionCode[];
  let whole: RegionCode[];
  let asked: string[];
  let requests: WatermarkRequests;
  beforeEach(() => {
    [nowMs, lacking, whole, asked] = [0, ['ccec'], ['ccec', 'jjj'], []];
    requests = new WatermarkRequests({
      runtime: {
        environment: 'sandbox', region: 'yrd', log: createLogger('cases', 'silent'),
        queries: { request: (subject: string, bytes: Uint8Array) => {
          asked.push(`${nowMs / 1_000} ${subject} ${decode(v1.WatermarkQuery, bytes).toRegion}`);
          return subject.includes('.jjj.') ? Promise.reject(new TongbanError('region.unreachable', subject)) : Promise.resolve(encode(v1.WatermarkReply, { until: '', sent: true }));
        } } as never,
      },
      lacking: () => lacking, isWhole: (region) => whole.includes(region), nowMs: () => nowMs,
    });
  });
  const until = async (seconds: number): Promise<void> => {
    for (; nowMs <= seconds * 1_000; nowMs += 5_000) await requests.look();
  };

  it('is asked for when it has been lacking for a while, again in a minute where the region answers, and sooner where it is not reached', async () => {
    await until(5);
    expect(asked).toEqual([]);
    await until(75);
    expect(asked).toEqual(['10 svc.sandbox.ccec.watermarks.again yrd', '70 svc.sandbox.ccec.watermarks.again yrd']);
    lacking = ['ccec', 'jjj'];
    await until(150);
    expect(asked.slice(2)).toEqual(['90 svc.sandbox.jjj.watermarks.again yrd', '105 svc.sandbox.jjj.watermarks.again yrd', '120 svc.sandbox.jjj.watermarks.again yrd', '130 svc.sandbox.ccec.watermarks.again yrd', '135 svc.sandbox.jjj.watermarks.again yrd', '150 svc.sandbox.jjj.watermarks.again yrd']);
  });

  it('is not asked for over a link of which it is not known that it lacks nothing: it would come before what is lacking', async () => {
    whole = [];
    await until(60);
    expect(asked).toEqual([]);
    whole = ['ccec'];
    await until(65);
    expect(asked).toHaveLength(1);
  });

  it('is not asked for when it came meanwhile: every day has its own patience', async () => {
    await until(5);
    lacking = [];
    await until(10);
    lacking = ['ccec'];
    await until(20);
    expect(asked).toEqual([]);
  });
});
