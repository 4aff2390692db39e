import { headers } from '@tongban/contracts';
import type { ProvinceLogger } from '../options';
import type { ClientStore } from '../store/client-store';

const DIGEST = /^[0-9a-f]{64}$/;

/**
 * What the home says in the headers of a batch: from an entry of its log on, the case follows another version of its flow. Only which version the next message is
 * made under changes by it, and home judges that message. The latest entry counts, in whatever order they come. Of a case nothing is known of here, nothing
 * is kept: it is asked for when it is first used.
 */
export async function followVersion(store: ClientStore, header: Readonly<Record<string, string>>, logger: ProvinceLogger): Promise<void> {
  const [caseNo = '', schemaDigest = ''] = [header[headers.ceSubject], header[headers.caseSchema]];
  const schemaLogIndex = Number(header[headers.logIndex]);
  if (!DIGEST.test(schemaDigest) || !Number.isSafeInteger(schemaLogIndex) || schemaLogIndex < 1) return;
  const known = await store.cases.get(caseNo);
  if (known === undefined || (known.schemaLogIndex ?? 0) >= schemaLogIndex) return;
  await store.commit([store.cases.put(caseNo, { ...known, schemaDigest, schemaLogIndex })]);
  logger.info({ caseNo, schemaDigest, logIndex: schemaLogIndex }, 'the case follows another version of its flow');
}
