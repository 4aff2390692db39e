import type { Catalogue } from '@tongban/catalogue';
import type { EnvironmentCode } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import { type ReceiptVerdict, type TrustDirectory, type VerdictContext, judgeReceipt } from '@tongban/trust';
import type { FoundReceipt } from './shown-receipts';

export interface FoundVerdict extends ReceiptVerdict { readonly where: string }

/** Each receipt by itself, in the order it was found. */
export async function verifyReceipts(found: AsyncIterable<FoundReceipt>, directory: TrustDirectory, environment: EnvironmentCode, { divisions }: Pick<Catalogue, 'divisions'>): Promise<FoundVerdict[]> {
  const regionOf = (division: string): string | undefined => {
    const participant = divisions.participantOf(division);
    return participant && divisions.regionOf(participant);
  };
  const context: VerdictContext = { directory, environment, regionOf, homeOf: (caseNo) => regionOf(parseCaseNumber(caseNo)?.division ?? '') };
  const verdicts: FoundVerdict[] = [];
  for await (const { where, shown } of found) verdicts.push({ where, ...(await judgeReceipt(shown, context)) });
  return verdicts;
}
