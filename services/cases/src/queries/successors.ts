import { type CaseDocument, type NextActionsDocument, REGION_CODES, type RegionCode, type SuccessorDocument, type SuccessorsDocument, TongbanError, encode, v1 } from '@tongban/contracts';
import { parseCaseNumber, successorWords, successorsOf } from '@tongban/domain';
import type { CaseViews } from '@tongban/views';
import type { CaseRecord } from '../record/case-record';
import type { CaseStore } from '../record/case-store';
import { successorReference } from '../views/case-projection';

export interface SuccessorPorts {
  readonly region: RegionCode;
  readonly store: Pick<CaseStore, 'load'>;
  readonly views: Pick<CaseViews, 'find'>;
  readonly homeOf: (division: string) => RegionCode;
  /** Asks another region and reads its JSON. Rejects with `region.unreachable`, at the latest after so many milliseconds. */
  readonly ask: <T>(region: RegionCode, name: 'cases.next' | 'cases.successors', query: Uint8Array, withinMs: number) => Promise<T>;
}

/** An opening waits so long for the home of its predecessor; whoever looks at a case does not wait long for what is only beside it. */
const [OPENING_WAITS_MS, SHOWING_WAITS_MS] = [3_000, 1_000];

/**
 * The link between a closed case and those opened after it. A successor names its predecessor in its own log, which is the record; the way back is found through
 * the views of the regions where a successor can be homed, those of the two parties, so no log is written twice.
 */
export class Successors {
  constructor(private readonly ports: SuccessorPorts) {}

  /** Kinds that a participant may open after a case of any region. @throws TongbanError `case.number-invalid`, `case.unknown`, `query.forbidden`, `region.unreachable`. */
  async mayFollow(caseNo: string, participant: string): Promise<readonly string[]> {
    const number = parseCaseNumber(caseNo);
    if (!number) throw new TongbanError('case.number-invalid', 'the number of the predecessor does not parse');
    const home = this.ports.homeOf(number.division);
    if (home === this.ports.region) return kindsFor(await this.ports.store.load(caseNo), participant);
    const { mayFollow = [] } = await this.ports.ask<NextActionsDocument>(home, 'cases.next', encode(v1.CaseQuery, { caseNo, participant }), OPENING_WAITS_MS);
    return mayFollow.map(({ kind }) => kind);
  }

  /** Successors that are homed here, oldest first, as far as a participant may see them; an empty one is an operator. */
  async here(caseNo: string, participant: string): Promise<SuccessorsDocument> {
    const matches = await this.ports.views.find(successorReference(caseNo));
    const records = await Promise.all(matches.map((match) => this.ports.store.load(match.caseNo ?? '')));
    const seen = records.filter((record) => participant === '' || record.sideOf(participant) !== undefined);
    return { successors: inOrder(seen.flatMap((record) => documentOf(record, this.ports.region))) };
  }

  /** Of a closed case, from every region where one can be; a region that cannot say is named. Nothing for a case that is under way: it has none. */
  async of({ closed, caseNo, parties }: CaseDocument, participant: string): Promise<Pick<CaseDocument, 'successors' | 'successorsUnknownIn'>> {
    if (!closed) return { successors: [] };
    const regions = REGION_CODES.filter((region) => parties.some((party) => party.region === region));
    const query = encode(v1.CaseQuery, { caseNo, participant });
    const silent: RegionCode[] = [];
    const answers = await Promise.all(regions.map(async (region) => {
      try {
        const asked = region === this.ports.region ? this.here(caseNo, participant) : this.ports.ask<SuccessorsDocument>(region, 'cases.successors', query, SHOWING_WAITS_MS);
        return await within(asked, SHOWING_WAITS_MS);
      } catch (cause) {
        if (!TongbanError.from(cause).traits.retryable) throw cause;
        silent.push(region);
        return { successors: [] };
      }
    }));
    return { successors: inOrder(answers.flatMap(({ successors }) => successors)), ...(silent.length > 0 && { successorsUnknownIn: silent.sort() }) };
  }
}

/** A Redis that hangs must not keep anybody from seeing a case, which is read from its log. */
async function within<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new TongbanError('region.unreachable', `no answer within ${limitMs} ms`)), limitMs); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function kindsFor(record: CaseRecord, participant: string): readonly string[] {
  const { opening, state } = record;
  if (!opening || !state) throw new TongbanError('case.unknown', `${record.caseNo} was never opened`);
  const side = record.sideOf(participant);
  if (!side) throw new TongbanError('query.forbidden', `${participant} is no party of the case`);
  return successorsOf(opening.release.flow, state, side).map(({ kind }) => kind);
}

function documentOf({ caseNo, opening }: CaseRecord, homeRegion: RegionCode): SuccessorDocument[] {
  if (!opening) return [];
  const { successorKind: kind, openedAt } = opening;
  return [{ caseNo, kind, wording: successorWords(kind), homeRegion, openedAt }];
}

const inOrder = (successors: readonly SuccessorDocument[]): SuccessorDocument[] =>
  [...successors].sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.caseNo < b.caseNo ? -1 : 1));
