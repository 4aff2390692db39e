import { randomBytes } from 'node:crypto';
import { CONTRACT_VERSION, type EnvironmentCode, REGION_CODES, type RegionCode, TongbanError, decode, encode, subjects, v1 } from '@tongban/contracts';
import type { QueryClient } from '@tongban/messaging';
import { type ParticipantCredentials, type TrustDirectory, verifyRegistryHead } from '@tongban/trust';
import { clockSetting } from '../clock-setting';
import { judgeSkew } from './dates';
import { type Finding, fail, ok, warn } from './finding';

const ANSWER_WITHIN_MS = 5_000;
const NONCE_BYTES = 16;
/** Owns what all regions follow. */
const NATIONAL: RegionCode = 'nat';
/** A hub hears from the owner every few seconds; a head this old means that it does not. */
const HEARD_WITHIN_MS = 10 * 60_000;

export interface HubPorts {
  readonly queries: QueryClient;
  readonly credentials: ParticipantCredentials;
  readonly trust: TrustDirectory;
  /** Version and digest of the standards that are installed here. */
  readonly installed: { readonly version: string; readonly digest: string };
  /** Real time of this machine, in milliseconds. */
  readonly now: () => number;
}
export interface HubTested { readonly finding: Finding; readonly hello?: v1.HelloReply; readonly clock?: ReturnType<typeof clockSetting> }

/** Whether the region's services answer, and are those the credentials are for. */
export async function testHub(ports: HubPorts): Promise<HubTested> {
  const { environment, region, participant } = ports.credentials;
  try {
    const hello = decode(v1.HelloReply, await ask(ports, 'hello', encode(v1.HelloRequest, { contractVersion: CONTRACT_VERSION, sdkVersion: 'doctor', participant })));
    const clock = clockSetting(encode(v1.ClockSetting, hello.clock ?? {}));
    if (hello.environment !== environment) return { finding: fail('hub', { code: 'message.wrong-environment', acts: 'participant', zh: `枢纽属于${hello.environment}环境`, en: `the hub is of the environment ${hello.environment}` }) };
    if (hello.region !== region) return { finding: fail('hub', { code: 'route.wrong-home', acts: 'participant', zh: `应答的是${hello.region}的枢纽`, en: `the hub of ${hello.region} answers` }) };
    if (!hello.contracts.some(({ version }) => version === CONTRACT_VERSION)) return { hello, clock, finding: fail('hub', { code: 'contract.unsupported', acts: 'participant', zh: `枢纽不支持契约${CONTRACT_VERSION}`, en: `the hub does not serve contract ${CONTRACT_VERSION}` }) };
    return { hello, clock, finding: ok('hub', `枢纽${region}应答`, `the hub of ${region} answers`) };
  } catch (cause) {
    const error = TongbanError.from(cause);
    return { finding: fail('hub', { code: error.code, acts: 'region', zh: `枢纽${region}的服务没有应答`, en: `the services of the hub ${region} do not answer` }) };
  }
}

/** How far the region and this machine are with the standards, and how far apart their clocks: both from heads that hubs sign. */
export async function testStandards(ports: HubPorts, hello: v1.HelloReply): Promise<{ readonly standards: Finding; readonly clock?: Finding }> {
  const region = ports.credentials.region as RegionCode;
  try {
    const askedAtMs = ports.now();
    const own = await head(ports, region, true);
    const roundTripMs = ports.now() - askedAtMs;
    const clock = judgeSkew((askedAtMs + ports.now()) / 2 - Date.parse(own.realAt), roundTripMs);
    return { clock, standards: await standardsOf(ports, hello) };
  } catch (cause) {
    const error = TongbanError.from(cause);
    const trust = error.traits.layer === 'trust';
    return { standards: fail('standards', {
      code: error.code, acts: trust ? 'participant' : 'region', zh: trust ? '枢纽的签名无法用本机的信任目录验证' : '枢纽没有给出标准日志的最新位置', en: trust ? "the hub's signature does not verify with the trust directory here" : 'the hub does not tell how far its standards are',
    }) };
  }
}

async function standardsOf(ports: HubPorts, hello: v1.HelloReply): Promise<Finding> {
  const { installed, now } = ports;
  const [held, fresh] = await Promise.all([head(ports, NATIONAL, false), head(ports, NATIONAL, true).catch((error: unknown) => TongbanError.from(error))]);
  const late = (zh: string, en: string): Finding => warn('standards', { code: 'standard.not-current', acts: 'region', zh, en });
  if (fresh instanceof TongbanError) {
    if (fresh.traits.layer === 'trust') throw fresh;
    return warn('standards', { code: 'region.unreachable', acts: 'region', zh: '本区域与标准归口枢纽之间不通', en: 'the region does not reach the hub that owns the standards' });
  }
  if (held.lastNumber < fresh.lastNumber) return late(`本区域的标准落后：${held.lastNumber}，已发布至${fresh.lastNumber}`, `the region is behind with the standards: ${held.lastNumber} of ${fresh.lastNumber}`);
  if (now() - Date.parse(held.realAt) > HEARD_WITHIN_MS && Date.parse(fresh.realAt) - Date.parse(held.realAt) > HEARD_WITHIN_MS) return late('本区域久未收到标准归口枢纽的消息', 'the region has not heard from the owner of the standards for long');
  // While nothing was published the hub works with what its build ships with, and so does a system here; later entries come by themselves.
  if (hello.catalogueDigest !== installed.digest && !(await isAnythingPublished(ports))) {
    return warn('standards', {
      code: 'schema.version-unknown', acts: 'participant', zh: `本机的标准${installed.version}与枢纽的${hello.catalogueVersion}不一致`, en: `the standards here (${installed.version}) are not those of the hub (${hello.catalogueVersion})`,
      next: { zh: '升级本机的SDK与目录到枢纽的版本', en: 'Upgrade the SDK and its catalogue to those of the hub' },
    });
  }
  return ok('standards', `枢纽的标准为${hello.catalogueVersion}，已发布至第${fresh.lastNumber}条`, `the hub works with standards ${hello.catalogueVersion}, entry ${fresh.lastNumber} is the newest`);
}

/** Whether any owner's log that the region follows has an entry, or may have one: of an owner it has not heard nothing can be said. */
async function isAnythingPublished(ports: HubPorts): Promise<boolean> {
  const heads = await Promise.all(REGION_CODES.map((owner) => head(ports, owner, false).catch(() => undefined)));
  return heads.some((one) => one === undefined || one.lastNumber > 0);
}

/** @param fresh from the owner now, or as the region heard it last. */
async function head(ports: HubPorts, owner: RegionCode, fresh: boolean): Promise<v1.RegistryHead> {
  const nonce = fresh ? randomBytes(NONCE_BYTES) : new Uint8Array();
  const { head: signed } = decode(v1.RegistryHeadReply, await ask(ports, 'standards-head', encode(v1.RegistryHeadQuery, { owner, nonce })));
  return verifyRegistryHead(ports.trust, signed ?? {}, { environment: ports.credentials.environment as EnvironmentCode, owner, ...(fresh && { nonce }) });
}

const ask = ({ queries, credentials: { environment, region, participant } }: HubPorts, name: 'hello' | 'standards-head', bytes: Uint8Array): Promise<Uint8Array> =>
  queries.request(subjects.query(environment as EnvironmentCode, region, participant, name), bytes, { timeoutMs: ANSWER_WITHIN_MS, unreachable: 'hub.unreachable' });
