import { consumers, streams, subjects } from '@tongban/contracts';
import { DurablePublisher, ensureInbox, ensureRecordStreams, type RegionTopology, SourceWatchdog } from '../src/index';
import { NatsLab } from './nats-lab';
const regions = ['jjj', 'yrd'];
const topology = (region: string, participant: string): RegionTopology => ({ environment: 'sandbox', region, regions, participants: [participant] });
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
it('x', async () => {
  for (let lap = 0; lap < Number(process.env.LAPS ?? 3); lap++) {
  const lab = await NatsLab.start('jjj', 'yrd');
  try {
    lab.startBackbone(); lab.startRegion('jjj');
    const jjj = await lab.connect('jjj'); 
    await ensureRecordStreams(jjj, topology('jjj', '110000')); 
    await ensureInbox(jjj, topology('jjj', '110000'));
    const dog = new SourceWatchdog({ nc: jjj, topology: topology('jjj', '110000'), kick: process.env.KICK !== '0', everyMs: 200, stalledAfterMs: 1500 });
    dog.start(); await sleep(Number(process.env.WAIT ?? 1700));
    lab.startRegion('yrd'); const yrd = await lab.connect('yrd');
    await ensureRecordStreams(yrd, topology('yrd', '310000')); await ensureInbox(yrd, topology('yrd', '310000'));
    const t0 = Date.now();
    const jsm = await jjj.jetstreamManager(); const jy = await yrd.jetstreamManager();
    let bad = false; let n = 0; const pub = new DurablePublisher(yrd);
    const send = async (count: number) => { for (let i = 0; i < count; i++) await pub.publish(subjects.exchange('sandbox', 'yrd', '310000', 'jjj', 'hub', '05', 'message'), Buffer.from('x'), { msgId: `m${++n}` }); };
    const show = async (w: string) => { const i = await jsm.streams.info(streams.inbox('jjj')); const c = await jy.consumers.info(streams.outbox('yrd'), consumers.source('jjj'));
      process.stderr.write(`${w} +${Date.now() - t0} n=${n} inbox ${i.state.messages} src ${JSON.stringify(i.sources!.find((s) => s.name === 'OUTBOX_YRD'))} cons deliv ${c.delivered.stream_seq} ack ${c.ack_floor.stream_seq} pend ${c.num_pending} ap ${c.num_ack_pending} bound ${c.push_bound}\n`); return i.state.messages; };
    const arrive = async (w: string) => { const t = Date.now(); let m = 0; while (Date.now() - t < 20000) { m = (await jsm.streams.info(streams.inbox('jjj'))).state.messages; if (m >= n) break;  await sleep(20); } if (m !== n) { bad = true; await show('BAD'); } if (Date.now() - t > 2000 || m !== n) process.stderr.write(`lap ${lap} ${w} took ${Date.now() - t} ${m === n ? '' : `GOT ${m} OF ${n}`}\n`); };
    await send(1); await arrive('first'); await dog.stop();
    if (process.env.IDLE) for (let i = 0; i < 12; i++) { await sleep(1000); await show('idle'); }
    for (let r = 0; r < 8; r++) { const l = send(200); const KN = Number(process.env.KN ?? 3); const PAUSE = Number(process.env.PAUSE ?? 0);
      for (let i = 0; i < KN; i++) { if (PAUSE === 0) await dog.kick('yrd'); else { const cfg = (await jsm.streams.info('INBOX_JJJ')).config as any; await jsm.streams.update('INBOX_JJJ', { ...cfg, sources: cfg.sources.filter((s: any) => s.name !== 'OUTBOX_YRD') }); await sleep(PAUSE); await jsm.streams.update('INBOX_JJJ', cfg); } }
      await l; await arrive('load'); if (bad) break; }
    await dog.kick('yrd'); await send(1); await arrive('one more');
  process.stderr.write(`lap ${lap} ok n=${n}\n`); } finally { await lab.stop(); }
  }
}, 580_000);
