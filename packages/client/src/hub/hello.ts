import { CONTRACT_VERSION, TongbanError, decode, encode, isRegionCode, v1 } from '@tongban/contracts';
import type { ParticipantCredentials } from '@tongban/trust';
import type { StoredHello } from '../store/records';
import { settingOf } from './hub-clock';

/** Version of this SDK. */
export const SDK_VERSION = '0.1.0';

export const helloRequest = (participant: string): Uint8Array =>
  encode(v1.HelloRequest, { contractVersion: CONTRACT_VERSION, sdkVersion: SDK_VERSION, participant });

/**
 * What the hub says it serves, if that is what this SDK and these credentials are for. @throws TongbanError
 * `contract.unsupported`, `message.wrong-environment` or `route.wrong-home`.
 */
export function acceptHello(bytes: Uint8Array, { environment, region }: Pick<ParticipantCredentials, 'environment' | 'region'>): { hello: StoredHello; sunsetOn: string } {
  const reply = decode(v1.HelloReply, bytes);
  const served = reply.contracts.find(({ version }) => version === CONTRACT_VERSION);
  if (!served) {
    const versions = reply.contracts.map(({ version }) => version).join(', ');
    throw new TongbanError('contract.unsupported', `this SDK speaks contract ${CONTRACT_VERSION}, the hub serves ${versions || 'none'}`);
  }
  if (reply.environment !== environment) throw new TongbanError('message.wrong-environment', `credentials for ${environment}, hub of ${reply.environment}`);
  if (!isRegionCode(reply.region) || reply.region !== region) throw new TongbanError('route.wrong-home', `credentials for region ${region}, hub of ${reply.region}`);
  return {
    sunsetOn: served.sunsetOn ?? '',
    hello: {
      region: reply.region, environment: reply.environment, contractVersion: CONTRACT_VERSION,
      catalogueVersion: reply.catalogueVersion, catalogueDigest: reply.catalogueDigest, clock: settingOf(reply.clock),
      ...(reply.submitPerSecond > 0 && { pace: { perSecond: reply.submitPerSecond, burst: Math.max(1, reply.submitBurst) } }),
    },
  };
}
