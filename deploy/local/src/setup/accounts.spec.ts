import { regionAccounts } from './accounts';

describe('the accounts of a region', () => {
  it('are exactly these for one participant', () => {
    expect(regionAccounts('sandbox', 'yrd', { hub: 'UHUB', operator: 'UOPS', participants: { 310000: 'UP' } })).toEqual({
      SYS: { users: [] },
      XR: {
        jetstream: 'enabled',
        users: [{ nkey: 'UHUB' }],
        exports: [
          { service: 'sub.sandbox.yrd.310000.*.*', accounts: ['P_310000'] },
          { service: 'q.sandbox.yrd.310000.>', accounts: ['P_310000'] },
          { service: '$JS.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000', accounts: ['P_310000'], response_type: 'stream' },
          { service: '$JS.API.CONSUMER.INFO.INBOX_YRD.p_310000', accounts: ['P_310000'] },
          { service: '$JS.ACK.INBOX_YRD.p_310000.>', accounts: ['P_310000'] },
          { service: 'svc.sandbox.>', accounts: ['OPS'] },
        ],
      },
      OPS: { users: [{ nkey: 'UOPS' }], imports: [{ service: { account: 'XR', subject: 'svc.sandbox.>' } }] },
      P_310000: {
        users: [{ nkey: 'UP' }],
        imports: [
          { service: { account: 'XR', subject: 'sub.sandbox.yrd.310000.*.*' } },
          { service: { account: 'XR', subject: 'q.sandbox.yrd.310000.>' } },
          { service: { account: 'XR', subject: '$JS.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000' }, to: 'hub.API.CONSUMER.MSG.NEXT.INBOX_YRD.p_310000' },
          { service: { account: 'XR', subject: '$JS.API.CONSUMER.INFO.INBOX_YRD.p_310000' }, to: 'hub.API.CONSUMER.INFO.INBOX_YRD.p_310000' },
          { service: { account: 'XR', subject: '$JS.ACK.INBOX_YRD.p_310000.>' } },
        ],
      },
    });
  });
});
