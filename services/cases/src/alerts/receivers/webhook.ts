import { createHmac } from 'node:crypto';
import { type AlertNotification, TongbanError } from '@tongban/contracts';
import type { AlertReceiver } from '../alert-teller';

const WITHIN_MS = 10_000;
export const SIGNATURE_HEADER = 'tongban-signature';
export const IDEMPOTENCY_HEADER = 'idempotency-key';

export interface WebhookSettings {
  readonly url: string;
  /** Signs the exact body: `sha256=` and the HMAC in hexadecimal. */
  readonly secret?: string | undefined;
}

/** Posts each notification as JSON. Any answer of 2xx takes it; the same notification told again has the same Idempotency-Key. */
export const webhookReceiver = ({ url, secret }: WebhookSettings): AlertReceiver => ({
  channel: 'webhook',
  async tell(notification: AlertNotification): Promise<void> {
    const body = JSON.stringify(notification);
    const signature: Record<string, string> = secret === undefined ? {} : { [SIGNATURE_HEADER]: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
    const response = await fetch(url, {
      method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS),
      headers: { 'content-type': 'application/json; charset=utf-8', [IDEMPOTENCY_HEADER]: `${notification.environment}/${notification.region}/${notification.upTo}`, ...signature },
    }).catch((cause: unknown) => {
      throw new TongbanError('alert.not-delivered', `the webhook did not answer: ${cause instanceof Error ? cause.name : 'unknown'}`, [], { cause });
    });
    await response.body?.cancel();
    if (!response.ok) throw new TongbanError('alert.not-delivered', `the webhook answered ${response.status}`);
  },
});
