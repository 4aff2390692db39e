import { type ParticipantRow, TongbanError } from '@tongban/contracts';
import { businessInstant } from '@tongban/domain';
import type { ParticipantCredentials, TrustDirectory } from '@tongban/trust';
import { signOnFailed, testRights } from './broker';
import { DOCTOR_LAYERS, type DoctorLayer, type Finding, ok, untested } from './finding';
import { testHub, testStandards } from './hub';
import { testCertificates, testKeys, testParticipant, testSealingKeys } from './identity';
import { dial, placeOf, testName, testTls } from './network';

export interface Patient {
  readonly credentials: ParticipantCredentials;
  readonly trust: TrustDirectory;
  readonly installed: { readonly version: string; readonly digest: string };
  /** The register's row, where somebody here may ask for it. */
  readonly row?: () => Promise<ParticipantRow | undefined>;
  /** Real time of this machine, in milliseconds. */
  readonly now?: () => number;
}

/**
 * Tests a participant's path layer by layer, each only when those it stands on carry; keys and certificates are looked at in any case, since their dates are known here. Nothing is stored, and nothing of the
 * participant's is taken. @returns a finding of each layer at least, in the order of DOCTOR_LAYERS.
 */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const now = patient.now ?? Date.now;
  const { serverUntilMs, at, row } = await walk(patient, now, (finding) => findings.push(finding));
  const judgedAt = at ?? new Date(now()).toISOString();
  findings.push(...await testKeys(patient.credentials, patient.trust, row, judgedAt), ...testSealingKeys(patient.credentials, patient.trust, judgedAt), ...testCertificates(patient.credentials, serverUntilMs, now()));
  const tested = new Set(findings.map(({ layer }) => layer));
  const rest = DOCTOR_LAYERS.filter((layer) => !tested.has(layer)).map((layer) => untested(layer, '前面的层次不通，无法检查', 'a layer before it does not carry'));
  const place = (layer: DoctorLayer): number => DOCTOR_LAYERS.indexOf(layer);
  return [...findings, ...rest].sort((one, other) => place(one.layer) - place(other.layer));
}

interface Walked { readonly serverUntilMs?: number; readonly at?: string; readonly row?: ParticipantRow }

/** As far as it goes. */
async function walk(patient: Patient, now: () => number, tell: (finding: Finding) => void): Promise<Walked> {
  const { credentials } = patient;
  const carries = (finding: Finding): boolean => {
    tell(finding);
    return finding.state !== 'fail';
  };
  const place = placeOf(credentials.servers[0]!);
  if (!carries(await testName(place))) return {};
  const dialled = await dial(place);
  if (!carries(dialled.finding)) return {};
  const { finding, serverUntilMs } = await testTls(place, dialled, credentials.tls, now());
  const walked = serverUntilMs === undefined ? {} : { serverUntilMs };
  if (!carries(finding)) return walked;
  const { QueryClient, connectNats } = await import('@tongban/messaging');
  const { servers, nkeySeed, tls, participant } = credentials;
  let nc;
  try {
    nc = await connectNats({ servers: [servers[0]!], nkeySeed, tls, name: `tongban-doctor-${participant}`, firstConnectWithinMs: 0 });
  } catch (error) {
    tell(signOnFailed(TongbanError.from(error)));
    return walked;
  }
  try {
    tell(ok('sign-on', '已登录消息服务器', 'signed on to the broker'));
    tell(await testRights(nc, credentials));
    const ports = { queries: new QueryClient(nc), credentials, trust: patient.trust, installed: patient.installed, now };
    const { finding: answered, hello, clock } = await testHub(ports);
    if (!carries(answered) || hello === undefined || clock === undefined) return walked;
    const { standards, clock: skew } = await testStandards(ports, hello);
    tell(standards);
    if (skew) tell(skew);
    const row = await patient.row?.().catch(() => undefined);
    tell(testParticipant(row));
    return { ...walked, at: businessInstant(clock, now()), ...(row && { row }) };
  } finally {
    await nc.close();
  }
}
