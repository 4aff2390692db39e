import { type EnvironmentCode, PARTICIPANT_API_PREFIX, TongbanError, consumers, streams, subjects } from '@tongban/contracts';
import { apiErrorCode } from '@tongban/messaging';
import type { ParticipantCredentials } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { type Acting, type Finding, fail, ok } from './finding';

const ANSWER_WITHIN_MS = 4_000;
/** A stream of that name exists nowhere: a message that expects it is refused by whoever would store it, which shows that it would be taken. */
const NO_STREAM = 'NONE';
const EXPECTED_OTHER_STREAM = 10060;
const CONSUMER_NOT_FOUND = 10014;

export function signOnFailed(error: TongbanError): Finding {
  if (error.code === 'broker.refused') return fail('sign-on', { code: error.code, acts: 'participant', zh: '消息服务器不认识本方的连接密钥', en: 'the broker does not know the key we sign on with' });
  return fail('sign-on', { code: error.code, acts: error.code === 'transport.not-trusted' ? 'participant' : 'region', zh: '无法登录消息服务器', en: 'signing on to the broker failed' });
}

/** Whether the account has what a participant needs: its own submissions and its own inbox. Stores nothing and takes nothing. */
export async function testRights(nc: NatsConnection, { environment, region, participant }: ParticipantCredentials): Promise<Finding> {
  const inbox = await inboxFault(nc, region, participant);
  if (inbox) return inbox;
  const subject = subjects.submit(environment as EnvironmentCode, region, participant, region, 'message');
  try {
    await nc.jetstream({ apiPrefix: PARTICIPANT_API_PREFIX, timeout: ANSWER_WITHIN_MS }).publish(subject, new Uint8Array(), { expect: { streamName: NO_STREAM } });
  } catch (error) {
    if (apiErrorCode(error) === EXPECTED_OTHER_STREAM) return ok('rights', '可提交，可读取本方收件流', 'may submit, and read its own inbox');
    return missing('提交', 'submitting');
  }
  return missing('提交', 'submitting');
}

async function inboxFault(nc: NatsConnection, region: string, participant: string): Promise<Finding | undefined> {
  const subject = `${PARTICIPANT_API_PREFIX}.CONSUMER.INFO.${streams.inbox(region)}.${consumers.participant(participant)}`;
  try {
    const { error } = (await nc.request(subject, new Uint8Array(), { timeout: ANSWER_WITHIN_MS })).json<{ error?: { err_code?: number; description?: string } }>();
    if (error === undefined) return undefined;
    if (error.err_code !== CONSUMER_NOT_FOUND) return missing('收件', 'receiving');
    return fail('rights', { code: 'topology.mismatch', acts: 'region', zh: '区域没有本方的收件消费者', en: 'the region has no inbox consumer for us' });
  } catch {
    return missing('收件', 'receiving');
  }
}

const missing = (zh: string, en: string): Finding => fail('rights', {
  code: 'query.forbidden', acts: 'region' satisfies Acting, zh: `账户没有${zh}的权限，或该流不存在`, en: `the account has no right to ${en}, or the stream is not there`,
  next: { zh: '请区域运维人员运行 tongban broker check，核对本参与方的账户与流', en: 'Have the operators of the region run tongban broker check and look at the account and streams of this participant' },
});
