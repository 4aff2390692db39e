import { X509Certificate } from 'node:crypto';
import { type ParticipantRow, owners } from '@tongban/contracts';
import { type ParticipantCredentials, Signer, type TrustDirectory, ownKeysOf, ownSealingKeysOf } from '@tongban/trust';
import { judgeLifespan } from './dates';
import { type Finding, fail, ok, untested, warn } from './finding';

const PROBE = new TextEncoder().encode('tongban doctor');
const NEW_KEY = { zh: '用 tongban participant new-key 生成新密钥，经两人批准后自动启用', en: 'Make a new key with tongban participant new-key; it takes over by itself once two persons have approved it' };

/** What the register says of the participant. @param row undefined where nobody here may ask for it. */
export function testParticipant(row: ParticipantRow | undefined): Finding {
  if (row === undefined) return untested('participant', '此处没有查询登记所需的运维凭据', 'the credentials to ask for the register are not here');
  if (row.record?.ended) return fail('participant', { code: 'participant.not-enabled', acts: 'region', zh: '本方的登记已暂停或废止', en: 'our record was suspended or withdrawn' });
  if (row.enabledItems.length === 0) return warn('participant', { code: 'participant.not-enabled', acts: 'region', zh: '没有开通任何事项', en: 'no item is enabled' });
  return ok('participant', row.record ? `登记第${row.record.version}版，开通${row.enabledItems.length}项` : `尚未发布登记，开通${row.enabledItems.length}项`,
    row.record ? `record ${row.record.version}, ${row.enabledItems.length} items` : `no record is published yet, ${row.enabledItems.length} items`);
}

/** Whether one of our keys signs what others accept now, and until when. @param at business instant. */
export async function testKeys(credentials: ParticipantCredentials, trust: TrustDirectory, row: ParticipantRow | undefined, at: string): Promise<readonly Finding[]> {
  const owner = owners.participant(credentials.participant);
  const registered = row?.record?.keys ?? trust.keysOf(credentials.participant, at);
  const findings: Finding[] = [];
  for (const key of ownKeysOf(credentials)) {
    const record = registered.find(({ keyId }) => keyId === key.keyId);
    const what = { zh: `签名密钥${key.keyId}`, en: `the signing key ${key.keyId}` };
    if (record === undefined) findings.push(fail('keys', { code: 'signature.unknown-key', acts: 'participant', zh: `${what.zh}没有登记`, en: `${what.en} is not registered`, next: NEW_KEY }));
    else findings.push(judgeLifespan({ layer: 'keys', what, ...spanOf(record), acts: 'participant', code: 'signature.unknown-key', next: NEW_KEY }, Date.parse(at)));
    if (trust.ownerOf(key.keyId) === undefined || record === undefined || findings.at(-1)!.state === 'fail') continue;
    const fault = await trust.check(owner, PROBE, await new Signer(key).sign(PROBE), at);
    if (fault === 'signature.invalid') findings.push(fail('keys', { code: fault, acts: 'participant', zh: `${what.zh}与登记的公钥不符`, en: `${what.en} is not the one whose public half is registered` }));
  }
  // An older key that ended is no fault while another holds.
  return findings.some(({ state }) => state === 'ok' || state === 'warn') ? findings.map((one) => (one.state === 'fail' && one.code === 'signature.unknown-key' ? { ...one, state: 'warn' as const } : one)) : findings;
}

/** Whether others can seal for us, for a key whose private half is here, and until when. @param at business instant. */
export function testSealingKeys(credentials: ParticipantCredentials, trust: TrustDirectory, at: string): readonly Finding[] {
  const held = new Set(ownSealingKeysOf(credentials).map(({ keyId }) => keyId));
  const published = trust.sealingKeysOf(credentials.participant, at);
  const next = { zh: '用 tongban participant new-key --use sealing 生成新密钥，经两人批准后启用', en: 'Make a new key with tongban participant new-key --use sealing; it counts once two persons have approved it' };
  if (published.length === 0) return [fail('keys', { code: 'seal.no-key', acts: 'participant', zh: '没有登记密封密钥，他方无法向本方发送个人信息', en: 'no sealing key is registered: nobody can send us personal data', next })];
  return published.map((record) => {
    const what = { zh: `密封密钥${record.keyId}`, en: `the sealing key ${record.keyId}` };
    if (!held.has(record.keyId)) return fail('keys', { code: 'seal.key-unknown', acts: 'participant', zh: `${what.zh}的私钥不在本方凭据中`, en: `the private half of ${what.en} is not among our credentials`, next });
    return judgeLifespan({ layer: 'keys', what, ...spanOf(record), acts: 'participant', code: 'seal.no-key', next }, Date.parse(at));
  });
}

const spanOf = ({ validFrom, validTo }: { readonly validFrom?: string; readonly validTo?: string }): { fromMs?: number; toMs?: number } =>
  ({ ...(validFrom && { fromMs: Date.parse(validFrom) }), ...(validTo && { toMs: Date.parse(validTo) }) });

/** Ends of the certificates on the path, told of in advance. @param serverUntilMs of the server's, as the handshake showed it. @param nowMs real time. */
export function testCertificates({ tls }: ParticipantCredentials, serverUntilMs: number | undefined, nowMs: number): readonly Finding[] {
  if (tls === undefined && serverUntilMs === undefined) return [ok('certificates', '没有使用证书', 'no certificates are used')];
  const next = { zh: '请区域运维人员签发新证书', en: 'Have the operators of the region issue a new one' };
  const common = { layer: 'certificates', code: 'transport.not-trusted', next } as const;
  const endOf = (pem: string): number => Date.parse(new X509Certificate(pem).validTo);
  return [
    ...(serverUntilMs === undefined ? [] : [judgeLifespan({ ...common, what: { zh: '服务器证书', en: "the server's certificate" }, toMs: serverUntilMs, acts: 'region' }, nowMs)]),
    ...(tls === undefined ? [] : [judgeLifespan({ ...common, what: { zh: '签发机构证书', en: "the authority's certificate" }, toMs: endOf(tls.ca), acts: 'region' }, nowMs)]),
    ...(tls?.cert === undefined ? [] : [judgeLifespan({ ...common, what: { zh: '客户端证书', en: 'the client certificate' }, toMs: endOf(tls.cert), acts: 'participant' }, nowMs)]),
  ];
}
