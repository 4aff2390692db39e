import { participantInForce } from '@tongban/catalogue';
import { daysToKeyEnd } from '@tongban/domain';
import { TongbanError } from '@tongban/contracts';
import type { CasesRuntime } from '../cases.runtime';
import { hubStatus } from '../nats/hub-status';
import { Alerts } from './alerts';
import { type Standing, measure } from './measure';
import { mailReceiver } from './receivers/mail';
import { webhookReceiver } from './receivers/webhook';

/** The alerts of a hub, wired to what it measures and to the receivers that its configuration names. */
export function hubAlerts(cases: CasesRuntime): Alerts {
  const { region: runtime } = cases;
  const { config, log } = runtime;
  const { TONGBAN_ALERT_WEBHOOK_URL: url, TONGBAN_ALERT_WEBHOOK_SECRET: secret, TONGBAN_ALERT_SMTP_URL: smtp, TONGBAN_ALERT_MAIL_FROM: from = '', TONGBAN_ALERT_MAIL_TO: to = '' } = config;
  return new Alerts({
    nats: runtime.nats, region: runtime.region, publisher: runtime.publisher, environment: runtime.environment, rules: runtime.catalogue.alertRules,
    lookEveryMs: config.TONGBAN_ALERT_LOOK_SECONDS * 1_000, groupMs: config.TONGBAN_ALERT_GROUP_SECONDS * 1_000,
    receivers: [...(url ? [webhookReceiver({ url, secret })] : []), ...(smtp ? [mailReceiver({ url: smtp, from, to })] : [])],
    measure: async () => measure(await cases.standing.now()), audit: async (entry) => void (await cases.audit.append(entry)),
    onChange: ({ event, ruleId, about, severity }) => log[event === 'raised' ? 'warn' : 'info']({ ruleId, about, severity }, event === 'raised' ? 'an alert is raised' : 'an alert has recovered'),
    onUntold: (channel, { code, message }) => log.warn({ channel, code, detail: message }, 'nobody was told of alerts; it is tried again'),
    onError: (error) => log.warn({ code: TongbanError.from(error).code }, 'the standing of the hub could not be looked at for alerts'),
  });
}

/** The standing of a hub, for whoever measures it: asked from its broker now. */
export async function standingOf(cases: CasesRuntime): Promise<Standing> {
  const { region: { topology, standards, clock } } = cases;
  const [status, openFailures] = await Promise.all([hubStatus(cases), cases.failures.openCount()]);
  const now = clock.now();
  const keyDays = new Map(topology.participants.flatMap((participant) => {
    const record = participantInForce(standards.catalogue, participant, now);
    const days = record === undefined || record === 'ended' ? undefined : daysToKeyEnd(record, Date.parse(now));
    return days === undefined ? [] : [[participant, days] as const];
  }));
  return { status, participants: topology.participants, openFailures, keyDays };
}
