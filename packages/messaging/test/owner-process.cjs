// A process that reads the lane of a home as the cases service does: it folds the log of the case, decides, and appends
// under the expected-sequence check. It tells its parent what it does; a message that begins with "wait" is decided on, and
// appended only when the parent says so.
const { TongbanError } = require('@tongban/contracts');
const { DurableConsumer, DurablePublisher, SequenceConflict, appendExpecting, connectNats, readSubject } = require('..');

const [servers, stream, log] = process.argv.slice(2); // subjects of the log: <log in lower case>.<case>
const text = new TextDecoder();
const tell = (what, of) => process.send?.({ what, of });
const goAhead = new Map();
const allowed = new Set();

async function handle(nc, publisher, { subject, data }) {
  const message = text.decode(data);
  const caseLog = `${log.toLowerCase()}.${subject.split('.').at(-1)}`;
  const entries = await readSubject(nc, log, caseLog);
  if (entries.some((entry) => text.decode(entry.data) === message)) return tell('known', message);
  tell('decided', message);
  if (message.startsWith('wait') && !allowed.has(message)) await new Promise((go) => goAhead.set(message, go));
  try {
    await appendExpecting(nc, publisher, log, { subject: caseLog, data, expected: entries.at(-1)?.seq ?? 0, msgId: `${message.slice(0, 40)} by ${process.pid}` });
  } catch (error) {
    if (error instanceof SequenceConflict) tell('fenced', message);
    throw error;
  }
  return tell('appended', message);
}

async function main() {
  const nc = await connectNats({ servers, user: 'app', pass: 'app', name: `owner ${process.pid}` });
  const publisher = new DurablePublisher(nc);
  const consumer = new DurableConsumer(nc, {
    stream, consumer: 'c', handle: (message) => handle(nc, publisher, message),
    park: () => Promise.reject(new TongbanError('hub.internal', 'nothing is parked here')), retries: { backoffMs: [50], attemptsMax: 1_000, parkAgainMs: 50 },
  });
  await consumer.start();
  process.on('message', (message) => {
    allowed.add(message);
    goAhead.get(message)?.();
  });
  process.on('SIGTERM', () => {
    const closed = consumer.close();
    tell('ending', '');
    void closed.then(() => nc.close()).then(() => process.exit(0));
  });
  tell('ready', '');
}
void main();
