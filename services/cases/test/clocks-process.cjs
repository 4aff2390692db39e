// A process that keeps the clocks of a region's cases as the cases service does, and nothing else of it: it follows the case logs, sets the timers and is rung. Nobody
// sweeps unless the parent says how often. It tells its parent why each alarm was raised. It loads what it needs and waits for the parent's word to begin, so that a
// successor can stand ready: how long a process takes to load is not what is tested.
const { CaseAlarms } = require('../dist/alarms/case-alarms');
const { alarmDayOf } = require('../dist/alarms/alarm-day');
const { CaseTimers } = require('../dist/alarms/case-timers');
const { caseNumbers } = require('../dist/nats/case-numbers');
const { StreamCaseLog, caseNoOfSubject } = require('../dist/nats/stream-case-log');
const { CaseStore } = require('../dist/record/case-store');
const { releasesFromBook } = require('../dist/releases-from-book');
const { VersionedCatalogue, loadCatalogue } = require('@tongban/catalogue');
const { consumers, streams } = require('@tongban/contracts');
const { beijingDateOf, businessInstant } = require('@tongban/domain');
const { DurableConsumer, DurablePublisher, Timers, connectNats, onReconnect } = require('@tongban/messaging');
const { readCaseEntry } = require('@tongban/trust');

const { servers, region, year } = JSON.parse(process.argv[2]);
const retries = { backoffMs: [50], attemptsMax: 1_000, parkAgainMs: 50 };
const CACHED = 1_000;

const base = loadCatalogue();

/** @param begin `setting` of the business clock, and `sweepEveryMs` where it sweeps. */
async function main({ setting, sweepEveryMs }) {
  const releases = releasesFromBook({ catalogue: VersionedCatalogue.of(base), migrations: [], switches: [], maintenance: new Map(), lateness: () => undefined }, { base, leaseHours: 24 });
  const nats = await connectNats({ servers, user: 'app', pass: 'app', name: `clocks ${process.pid}` });
  const stream = streams.cases(region, year);
  const store = new CaseStore(new StreamCaseLog({ nats, region, publisher: new DurablePublisher(nats) }, { has: async () => true, ensure: async () => stream }), releases, CACHED);
  const timers = new Timers(nats, region);
  // As the view has it, read from the logs.
  async function* days() {
    for await (const page of caseNumbers(nats, region)) {
      const records = await Promise.all(page.map((caseNo) => store.load(caseNo)));
      yield records.flatMap((record) => {
        const on = alarmDayOf(record, releases, base.alarmRules);
        return on === undefined ? [] : [{ caseNo: record.caseNo, on, day: Number(on.replaceAll('-', '')), logIndex: record.logIndex }];
      });
    }
  }
  async function* where(holds) {
    for await (const page of days()) yield page.filter(holds);
  }
  const now = () => businessInstant(setting, Date.now());
  const onError = (error) => process.send?.({ failed: error.code ?? error.message });
  const caseTimers = new CaseTimers({ timers, setting: () => setting, waiting: days, rememberedMax: CACHED, onError });
  const alarms = new CaseAlarms({
    store, releases, rules: base.alarmRules, vouchedUntil: () => '2099-01-01T00:00:00+08:00', waiting: (day) => where(({ on }) => on <= day), everyCase: () => caseNumbers(nats, region),
    known: () => '', now, onRaised: (caseNo, { stage, deadlineId }, wokenBy) => process.send?.({ caseNo, stage, deadlineId, wokenBy, on: beijingDateOf(now()) }), onError, timers: caseTimers, sweepEveryMs,
  });
  onReconnect(nats, () => caseTimers.reconnected(), () => caseTimers.disconnected());
  const read = async (from, consumer, handle, resumeInOrder) => {
    const park = () => Promise.reject(new Error('nothing is parked here'));
    await new DurableConsumer(nats, { stream: from, consumer, handle, park, retries, resumeInOrder }).start();
  };
  await read(stream, consumers.dispatcher, async ({ subject, streamSequence, data }) => {
    await alarms.lookAfter(await store.follow(caseNoOfSubject(subject), { sequence: streamSequence, data }), readCaseEntry(data).logIndex);
  });
  await read(streams.timers(region), consumers.timers, async ({ subject, streamSequence }) => {
    await alarms.rung(caseNoOfSubject(subject));
    await timers.heard(streamSequence);
  }, false);
  caseTimers.start();
  if (sweepEveryMs !== undefined) alarms.start();
  process.send?.({ ready: true });
}
process.on('disconnect', () => process.exit(0));
process.once('message', (begin) => void main(begin));
process.send?.({ loaded: true });
