import type { Catalogue } from '@tongban/catalogue';
import { type FieldFault, type SideName, TongbanError, fieldFault } from '@tongban/contracts';
import { type MessageSpec, type SplitFields, carriesPersonalData, leavesMainland, legalBasisFaults, liesAcrossBorder } from '@tongban/domain';
import type { CaseFacts } from '../case-facts';

/** A message about to be made, by this side. */
export interface CrossingDraft {
  readonly facts: Pick<CaseFacts, 'opener' | 'counterpart' | 'legalBasis'>;
  readonly opens: boolean;
  readonly side: SideName;
  readonly split: Pick<SplitFields, 'open' | 'personal'>;
  readonly spec: Pick<MessageSpec, 'fields'> | undefined;
}

/**
 * Personal data leaves the mainland side for a SAR only on a legal basis that the opening of the case states (T6-C6), and nothing is sealed or stored before that is looked
 * at. Whether two persons switched the pair on only hubs know: the border of the own region looks at that before it lets the message out.
 * @throws TongbanError `personal-data.cross-border`.
 */
export function requireMayCross({ facts: { opener, counterpart, legalBasis }, opens, side, split: { open, personal }, spec }: CrossingDraft, { divisions, regions, legalBases }: Pick<Catalogue, 'divisions' | 'regions' | 'legalBases'>): void {
  const sides = { opener: opener.division, counterpart: counterpart.division };
  if (!liesAcrossBorder(divisions, sides.opener, sides.counterpart)) return;
  const faults: FieldFault[] = opens && legalBasis ? legalBasisFaults(legalBasis, legalBases, regions, sides) : [];
  const leaves = leavesMainland(divisions, sides[side], sides[side === 'opener' ? 'counterpart' : 'opener']);
  if (leaves && legalBasis === undefined && carriesPersonalData({ claimedNone: Object.keys(personal).length === 0, sealedBytes: 0, open, ...(spec && { spec }) }))
    faults.push(fieldFault('legal_basis', 'personal-data.cross-border', '办件的首条消息未载明法律依据', 'the opening of the case states no legal basis'));
  if (faults.length > 0) throw new TongbanError('personal-data.cross-border', faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
}
