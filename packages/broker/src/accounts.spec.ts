import { regionAccounts } from './accounts';

describe('the accounts of a region', () => {
  it('are exactly these for one participant', () => {
    expect(regionAccounts('sandbox', 'yrd', { hub: 'UHUB', operator: 'UOPS', auditor: 'UAUD', watch: 'UWAT', system: 'USYS', participants: { 310000: ['UP'] } })).toEqual({
      SYS: { users: [{ nkey: 'USYS', permissions: {
        publish: { allow: ['$SYS.REQ.SERVER.PING.CONNZ', '$SYS.REQ.SERVER.PING.LEAFZ'] },
        subscribe: { allow: ['$SYS.ACCOUNT.*.CONNECT', '$SYS.ACCOUNT.*.DISCONNECT', '$SYS.SERVER.*.CLIENT.AUTH.ERR', '_INBOX_watch.>'] },
      } }] },
      WAT: {
        users: [{ nkey: 'UWAT', permissions: {
          publish: { deny: ['>'] },
          subscribe: { allow: ['heard.*.>', 'own.*.>'], deny: [
            'heard.310000.sub.sandbox.yrd.310000.*.*', 'heard.310000.q.sandbox.yrd.310000.>', 'heard.310000.hub.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000',
            'heard.310000.hub.API.CONSUMER.INFO.INBOX_YRD.p_310000', 'heard.310000.$JS.ACK.INBOX_YRD.p_310000.>', 'heard.310000._INBOX.>', 'heard.310000.$JS.EVENT.>',
          ] },
        } }],
        imports: [
          { stream: { account: 'P_310000', subject: '>' }, prefix: 'heard.310000' }, { stream: { account: 'P_310000', subject: 'sub.sandbox.yrd.310000.*.*' }, prefix: 'own.310000' },
          { stream: { account: 'P_310000', subject: 'hub.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000' }, prefix: 'own.310000' },
        ],
      },
      XR: {
        jetstream: 'enabled',
        users: [{ nkey: 'UHUB' }],
        exports: [
          { service: 'sub.sandbox.yrd.310000.*.*', accounts: ['P_310000'] },
          { service: 'q.sandbox.yrd.310000.>', accounts: ['P_310000'] },
          { service: '$JS.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000', accounts: ['P_310000'], response_type: 'stream' },
          { service: '$JS.API.CONSUMER.INFO.INBOX_YRD.p_310000', accounts: ['P_310000'] },
          { service: '$JS.ACK.INBOX_YRD.p_310000.>', accounts: ['P_310000'] },
          { stream: 'head.sandbox.yrd.*', accounts: ['P_310000'] },
          { stream: 'refused.310000.>', accounts: ['P_310000'] },
          { service: 'svc.sandbox.>', accounts: ['OPS'] },
          { service: '$JS.API.STREAM.LIST', accounts: ['AUD'] },
          { service: '$JS.API.CONSUMER.LIST.*', accounts: ['AUD'] },
          { service: '$JS.API.DIRECT.GET.*', accounts: ['AUD'], response_type: 'stream' },
        ],
      },
      OPS: { users: [{ nkey: 'UOPS' }], imports: [{ service: { account: 'XR', subject: 'svc.sandbox.>' } }] },
      AUD: {
        users: [{ nkey: 'UAUD' }],
        imports: [
          { service: { account: 'XR', subject: '$JS.API.STREAM.LIST' }, to: 'hub.API.STREAM.LIST' },
          { service: { account: 'XR', subject: '$JS.API.CONSUMER.LIST.*' }, to: 'hub.API.CONSUMER.LIST.*' },
          { service: { account: 'XR', subject: '$JS.API.DIRECT.GET.*' }, to: 'hub.API.DIRECT.GET.*' },
        ],
      },
      P_310000: {
        limits: { max_connections: 64, max_subscriptions: 256, max_payload: 4194304, max_leafnodes: 0 },
        users: [{ nkey: 'UP' }],
        exports: [{ stream: '>', accounts: ['WAT'] }],
        imports: [
          { service: { account: 'XR', subject: 'sub.sandbox.yrd.310000.*.*' } },
          { service: { account: 'XR', subject: 'q.sandbox.yrd.310000.>' } },
          { service: { account: 'XR', subject: '$JS.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000' }, to: 'hub.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000' },
          { service: { account: 'XR', subject: '$JS.API.CONSUMER.INFO.INBOX_YRD.p_310000' }, to: 'hub.API.CONSUMER.INFO.INBOX_YRD.p_310000' },
          { service: { account: 'XR', subject: '$JS.ACK.INBOX_YRD.p_310000.>' } },
          { stream: { account: 'XR', subject: 'head.sandbox.yrd.*' } },
          { stream: { account: 'XR', subject: 'refused.310000.>' }, to: '_INBOX.>' },
        ],
      },
    });
  });
});
