import { subjects } from '@tongban/contracts';
import { kindOfReason, kindOfSubject, kindsOfOwn, mayHear } from './classify';

describe('what a participant tried', () => {
  it.each([
    [subjects.submit('sandbox', 'yrd', '320000', 'yrd', 'message'), 'publish-as-another'], [subjects.query('sandbox', 'yrd', '320000', 'hello'), 'publish-as-another'],
    [subjects.exchange('sandbox', 'yrd', '310000', 'jjj', '110000', '00', 'message'), 'publish-to-exchange'], [subjects.sourceDelivery('yrd', 'jjj'), 'publish-to-exchange'],
    [subjects.service('sandbox', 'yrd', 'clock.set'), 'ask-a-service'], [subjects.caseLog('yrd', '2026', '00', 'x'), 'publish-to-record'], [subjects.rejected('yrd', '310000'), 'publish-to-record'],
    ['$JS.jjj.API.STREAM.PURGE.OUTBOX_JJJ', 'ask-jetstream'], ['hub.API.CONSUMER.CREATE.INBOX_YRD', 'ask-jetstream'], ['$SYS.REQ.SERVER.PING', 'ask-system'], ['nothing.of.ours', 'publish-elsewhere'],
  ])('%s: %s', (subject, kind) => expect(kindOfSubject(subject)).toBe(kind));

  it('is told by where the answer would go and by headers of the broker or the hub', () => {
    expect(kindsOfOwn({ reply: '_INBOX.a.b', headerNames: ['Nats-Msg-Id', 'ce-subject', 'traceparent', 'Tb-Wrapped-Keys', 'Nats-Expected-Stream'] })).toEqual([]);
    expect(kindsOfOwn({ headerNames: [] })).toEqual([]);
    expect(kindsOfOwn({ reply: 'xr.sandbox.yrd', headerNames: ['Tb-Received'] })).toEqual(['reply-forged', 'header-not-allowed']);
    for (const name of ['Nats-Rollup', 'nats-ttl', 'Nats-Schedule', 'Nats-Expected-Last-Sequence', 'Nats-Trace-Dest', 'tb-registered']) expect(kindsOfOwn({ headerNames: [name] })).toEqual(['header-not-allowed']);
    expect(kindsOfOwn({ reply: '_INBOX_yrd.stolen', headerNames: [] })).toEqual(['reply-forged']);
  });

  it('is told by why the broker ended the connection', () => {
    expect(['Maximum Account Connections Exceeded', 'Maximum Message Payload Exceeded', 'Authentication Failure', 'Credentials Revoked', 'Parse Error', 'Slow Consumer (Pending Bytes)', 'Client Closed', 'Server Shutdown', 'Read Error'].map(kindOfReason))
      .toEqual(['connections-over-limit', 'payload-over-limit', 'login-refused', 'login-refused', 'protocol-violation', 'connection-cut', undefined, undefined, undefined]);
  });

  it('is told by what it listens to', () => {
    const heads = subjects.registryHeads('sandbox', 'yrd');
    expect(['_INBOX.x.*', 'head.sandbox.yrd.*', 'head.sandbox.yrd.nat'].filter((subject) => mayHear(subject, heads))).toHaveLength(3);
    expect(['>', '*', 'xr.>', '_INBOX_yrd.>', 'head.>', 'head.sandbox.*.nat', 'head.sandbox.yrd.>', '_INBOX'].filter((subject) => mayHear(subject, heads))).toEqual([]);
  });
});
