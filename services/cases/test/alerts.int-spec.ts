import { createHmac } from 'node:crypto';
import { type AlertListDocument, type AlertNotification, type AlertRow, encode, v1 } from '@tongban/contracts';
import type { AlertRule, Measurement } from '@tongban/domain';
import { DurablePublisher, ensureRecordStreams } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { NatsLab } from '../../../packages/messaging/test/nats-lab';
import { eventually } from '../../../test/harness/eventually';
import { AuditLog } from '../src/audit/audit-log';
import { Alerts } from '../src/alerts/alerts';
import { mailReceiver } from '../src/alerts/receivers/mail';
import { IDEMPOTENCY_HEADER, SIGNATURE_HEADER, webhookReceiver } from '../src/alerts/receivers/webhook';
import { MailReceiver, WebReceiver } from './alert-receivers';

jest.setTimeout(60_000);

const REGION = 'yrd';
const SECRET = 'a secret of at least sixteen';
const rule = (id: string, more: Partial<AlertRule> = {}): AlertRule =>
  ({ id, signal: id, raiseAt: 1, clearAt: 0, raiseAfterSeconds: 0, clearAfterSeconds: 0, severity: 'critical', suppressedBy: [], zh: `${id}有异常`, en: `${id} is wrong`, nextZh: '去看', nextEn: 'look', ...more });
const RULES = { repeatAfterMinutes: 240, rules: [rule('link'), rule('lag', { suppressedBy: ['link'], severity: 'warning' }), rule('failed')] };
const down = (...about: string[]): Measurement[] => about.flatMap((other) => [{ signal: 'link', about: other, value: 1 }, { signal: 'lag', about: other, value: 9 }]);
const told = ({ raised, recovered, acknowledged, still }: AlertNotification) => Object.fromEntries(Object.entries({ raised, recovered, acknowledged, still }).filter(([, rows]) => rows.length > 0).map(([name, rows]) => [name, rows.map(({ ruleId, about }) => `${ruleId}/${about ?? ''}`)]));

describe('alerts on a real server, told by a real webhook and a real mail server', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let web: WebReceiver;
  let mail: MailReceiver;
  let measured: Measurement[];
  let running: Alerts[];
  let audit: AuditLog;

  beforeEach(async () => {
    [measured, running] = [[], []];
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    [nats, web, mail] = await Promise.all([lab.connect(REGION), WebReceiver.start(), MailReceiver.start('hub', 'pass')]);
    await ensureRecordStreams(nats, { environment: 'sandbox', region: REGION, regions: [REGION, 'ccec'], participants: ['310000'] });
    audit = new AuditLog({ nats, region: REGION, publisher: new DurablePublisher(nats) });
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    await Promise.all([web.stop(), mail.stop()]);
    await lab.stop();
  });

  /** One process of the hub; several look and tell side by side. */
  function start(groupMs: number): Alerts {
    const alerts = new Alerts({
      nats, region: REGION, publisher: new DurablePublisher(nats), environment: 'sandbox', rules: RULES, lookEveryMs: 50, groupMs, measure: async () => measured, audit: async (entry) => void (await audit.append(entry)),
      receivers: [webhookReceiver({ url: web.url, secret: SECRET }), mailReceiver({ url: mail.url, from: 'hub@example.test', to: 'desk@example.test, second@example.test' })],
      onChange: () => undefined, onUntold: () => undefined, onError: () => undefined,
    });
    running.push(alerts);
    alerts.start();
    return alerts;
  }
  const list = (alerts: Alerts, state: 'open' | 'any' = 'open'): Promise<AlertListDocument> => alerts.list(encode(v1.AlertListQuery, { state }));
  const acknowledge = (alerts: Alerts, alert: number, by = 'operator:ops'): Promise<AlertRow> => alerts.acknowledge(encode(v1.AlertAcknowledge, { alert, by, reason: '正在联系对方', roles: ['operator'], client: 'console' }));
  const posted = (count: number) => eventually(`${count} notifications`, async () => (web.posted.length >= count ? web.posted : undefined));

  it('(wish 4) are raised, told once by either way, taken in hand and over, all of it in the log', async () => {
    const alerts = start(100);
    measured = [{ signal: 'failed', about: '', value: 3, detail: { zh: '3条', en: '3 of them' } }];
    const [{ headers, body, notification }] = (await posted(1)) as [typeof web.posted[number]];
    expect(told(notification)).toEqual({ raised: ['failed/'] });
    expect(headers).toMatchObject({ [SIGNATURE_HEADER]: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`, [IDEMPOTENCY_HEADER]: `sandbox/yrd/${notification.upTo}` });
    const [sent] = await eventually('the mail', async () => (mail.mails.length > 0 ? mail.mails : undefined));
    expect(sent).toMatchObject({ from: 'hub@example.test', to: ['desk@example.test', 'second@example.test'] });
    expect(sent!.source).toContain(`Message-ID: <alert.sandbox.yrd.`);

    const [row] = (await list(alerts)).rows;
    expect(row).toMatchObject({ region: REGION, ruleId: 'failed', severity: 'critical', value: 3, wording: { zh: 'failed有异常' }, detail: { en: '3 of them' } });
    await acknowledge(alerts, row!.number);
    expect((await list(alerts)).rows).toEqual([expect.objectContaining({ acknowledged: expect.objectContaining({ by: 'operator:ops', reason: '正在联系对方' }) })]);
    expect(told((await posted(2))[1]!.notification)).toEqual({ acknowledged: ['failed/'] });
    measured = [{ signal: 'failed', about: '', value: 0 }];
    expect(told((await posted(3))[2]!.notification)).toEqual({ recovered: ['failed/'] });
    expect(await list(alerts)).toMatchObject({ rows: [], open: 0, channels: [{ channel: 'webhook', failures: 0 }, { channel: 'mail', failures: 0 }] });
    expect((await list(alerts, 'any')).rows).toEqual([expect.objectContaining({ recoveredAt: expect.any(String) })]);
    expect((await audit.list(encode(v1.AuditQuery, {}))).rows).toEqual([expect.objectContaining({ actor: 'operator:ops', action: 'alert.acknowledge', target: `yrd/${row!.number}`, outcome: 'ok', client: 'console' })]);
    await expect(acknowledge(alerts, row!.number)).rejects.toMatchObject({ code: 'alert.over' });
    await expect(acknowledge(alerts, 999)).rejects.toMatchObject({ code: 'find.nothing' });
    await expect(acknowledge(alerts, row!.number, 'somebody')).rejects.toMatchObject({ code: 'query.invalid' });
  });

  it('make no storm: every link that falls at once is one notification, without what the fall explains, from however many processes', async () => {
    const [first, second] = [start(500), start(500)];
    measured = down('nat', 'jjj', 'gba', 'ccec');
    const [{ notification }] = (await posted(1)) as [typeof web.posted[number]];
    expect(told(notification)).toEqual({ raised: ['link/nat', 'link/jjj', 'link/gba', 'link/ccec'] });
    measured = [];
    expect(told((await posted(2))[1]!.notification)).toEqual({ recovered: ['link/nat', 'link/jjj', 'link/gba', 'link/ccec'] });
    await eventually('the mails', async () => mail.mails.length === 2 || undefined);
    for (const process of [first, second]) expect(await list(process, 'any')).toMatchObject({ rows: [{ about: 'ccec' }, { about: 'gba' }, { about: 'jjj' }, { about: 'nat' }] });
    expect([web.posted.length, mail.mails.length]).toEqual([2, 2]);
  });

  it('are told when the receiver is back, with what came meanwhile; the log says that it was not', async () => {
    web.refuses = true;
    const alerts = start(50);
    measured = [{ signal: 'failed', about: '', value: 1 }];
    await eventually('it is on record that nobody was told', async () => (await list(alerts)).channels.some(({ channel, failures, code }) => channel === 'webhook' && failures > 0 && code === 'alert.not-delivered') || undefined);
    measured = [...measured, { signal: 'link', about: 'jjj', value: 1 }];
    await eventually('the other one is raised', async () => (await list(alerts)).open === 2 || undefined);
    web.refuses = false;
    expect(told((await posted(1))[0]!.notification)).toEqual({ raised: ['failed/', 'link/jjj'] });
    expect(web.refused).toBeGreaterThan(0);
    await eventually('it is on record that it was told', async () => (await list(alerts)).channels.some(({ channel, failures, toldTo }) => channel === 'webhook' && failures === 0 && toldTo > 0) || undefined);
  });

  it('are not raised anew by a process that comes later, and a chain that was tampered with is noticed', async () => {
    const first = start(50);
    measured = [{ signal: 'failed', about: '', value: 1 }];
    await posted(1);
    await first.stop();
    const second = start(50);
    measured = [...measured, { signal: 'link', about: 'jjj', value: 1 }];
    expect(told((await posted(2))[1]!.notification)).toEqual({ raised: ['link/jjj'], still: ['failed/'] });
    await second.stop();
    await nats.jetstream().publish('alert.yrd', encode(v1.AlertEntry, { number: 1_000, previousHash: Buffer.alloc(32, 1), region: REGION, at: new Date().toISOString(), event: v1.AlertEvent.ALERT_EVENT_RECOVERED, alert: 1 }));
    expect((await list(second)).broken).toEqual(['yrd/999']);
  });
});
