import { type AlertNotification, type AlertRow, TongbanError } from '@tongban/contracts';
import { createTransport } from 'nodemailer';
import type { AlertReceiver } from '../alert-teller';

const WITHIN_MS = 20_000;
const LISTED_MAX = 50;

export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly url: string;
  readonly from: string;
  /** Addresses, separated by commas. */
  readonly to: string;
}

/** Sends each notification as a mail in both languages. The same one told again has the same Message-ID. */
export function mailReceiver({ url, from, to }: MailSettings): AlertReceiver {
  const transport = createTransport(url, { connectionTimeout: WITHIN_MS, greetingTimeout: WITHIN_MS, socketTimeout: WITHIN_MS } as Parameters<typeof createTransport>[1]);
  return {
    channel: 'mail',
    async tell(notification: AlertNotification): Promise<void> {
      const { environment, region, upTo } = notification;
      await transport.sendMail({ from, to, subject: mailSubject(notification), text: mailText(notification), messageId: `<alert.${environment}.${region}.${upTo}@tongban>` }).catch((cause: unknown) => {
        const reply = (cause as { readonly responseCode?: number }).responseCode;
        throw new TongbanError('alert.not-delivered', `the mail server ${reply === undefined ? 'did not answer' : `answered ${reply}`}`, [], { cause });
      });
    },
  };
}

export function mailSubject({ region, raised, recovered, still, acknowledged }: AlertNotification): string {
  const worst = raised.find(({ severity }) => severity === 'critical') ?? raised[0] ?? still[0] ?? recovered[0] ?? acknowledged[0];
  const counts = [[raised, '新告警', 'raised'], [still, '仍未处理', 'still open'], [recovered, '恢复', 'recovered'], [acknowledged, '已确认', 'in hand']] as const;
  const told = counts.filter(([rows]) => rows.length > 0);
  return `[通办 ${region}] ${told.map(([rows, zh]) => `${zh}${rows.length}`).join('，')}：${worst?.wording.zh ?? ''} / ${told.map(([rows, , en]) => `${rows.length} ${en}`).join(', ')}`;
}

export function mailText({ environment, region, raised, recovered, still, acknowledged }: AlertNotification): string {
  const part = (zh: string, en: string, rows: readonly AlertRow[]): string[] => (rows.length === 0 ? [] : [`${zh} / ${en}`, ...rows.slice(0, LISTED_MAX).flatMap(lines), ...(rows.length > LISTED_MAX ? [`  … ${rows.length - LISTED_MAX}`] : []), '']);
  return [
    `环境 / environment: ${environment}，区域 / region: ${region}`, '',
    ...part('新告警', 'raised', raised), ...part('仍未处理', 'still open', still), ...part('恢复', 'recovered', recovered), ...part('已确认', 'in hand', acknowledged),
    '用tongban alerts list查看，tongban alerts ack确认 / see them with tongban alerts list, take them in hand with tongban alerts ack',
  ].join('\n');
}

const lines = ({ number, severity, about, wording, detail, next, raisedAt, recoveredAt }: AlertRow): string[] => [
  `  #${number} [${severity}] ${about ? `${about}：` : ''}${wording.zh} / ${wording.en}`,
  ...(detail ? [`    ${detail.zh} / ${detail.en}`] : []), `    ${raisedAt}${recoveredAt ? ` – ${recoveredAt}` : ''}`, ...(next.zh ? [`    ${next.zh} / ${next.en}`] : []),
];
