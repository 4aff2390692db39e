import type { CaseDocument, CaseEntryDocument, ReceiptDocument, SideName } from '@tongban/contracts';

/**
 * Lays a case out as messages between lanes: opener, home hub, the counterpart's hub where it is another, counterpart. Pure, so
 * that what is drawn can be said in tables. A message goes from its sender's lane to its recipient's, and its receipts mark how
 * far it came: received by the region of the sender, registered at home, delivered and taken at the recipient.
 */
export interface Lane { readonly id: 'opener' | 'home' | 'other' | 'counterpart'; readonly region: string; readonly participant?: string }
export interface LaneMark { readonly lane: number; readonly level: ReceiptDocument['level']; readonly at: string }
export interface SequenceRow {
  readonly logIndex: number;
  readonly at: string;
  readonly kind: 'message' | 'rejected' | 'sent-back' | 'note';
  /** Lanes that the arrow leaves and is for; the same for a note. */
  readonly from: number;
  readonly to: number;
  /** Lane that the message reached by its receipts: the arrow is drawn whole up to there. */
  readonly reached: number;
  readonly marks: readonly LaneMark[];
  readonly entry: CaseEntryDocument;
}
export interface Sequence { readonly lanes: readonly Lane[]; readonly rows: readonly SequenceRow[] }

export function sequenceOf(document: Pick<CaseDocument, 'homeRegion' | 'parties' | 'entries'>): Sequence {
  const party = (side: SideName) => document.parties.find((one) => one.side === side);
  const [opener, counterpart] = [party('opener'), party('counterpart')];
  const otherRegion = counterpart?.region ?? document.homeRegion;
  const lanes: Lane[] = [
    { id: 'opener', region: opener?.region ?? document.homeRegion, ...(opener && { participant: opener.participant }) },
    { id: 'home', region: document.homeRegion },
    ...(otherRegion === document.homeRegion ? [] : [{ id: 'other' as const, region: otherRegion }]),
    { id: 'counterpart', region: otherRegion, ...(counterpart && { participant: counterpart.participant }) },
  ];
  const rows = document.entries.flatMap((entry) => rowsOf(entry, lanes));
  return { lanes, rows };
}

const HOME = 1;

function rowsOf(entry: CaseEntryDocument, lanes: readonly Lane[]): readonly SequenceRow[] {
  const last = lanes.length - 1;
  const base = { logIndex: entry.logIndex, at: entry.registeredAt, entry };
  if (entry.kind === 'registered' || entry.kind === 'rejected') {
    const byOpener = isBy(entry, lanes[0]!, lanes[last]!);
    const [from, to] = byOpener ? [0, last] : [last, 0];
    const marks = marksOf(entry, from, to, byOpener ? HOME : last - 1);
    const rejected = entry.kind === 'rejected';
    const reached = rejected ? HOME : marks.some(({ lane, level }) => lane === to && level !== 'REJECTED') ? to : HOME;
    return [{ ...base, kind: rejected ? 'rejected' : 'message', from, to, reached, marks }];
  }
  // Receipts are marks on their messages; what they sent back is an arrow of its own, from the side that rejected it.
  if (entry.kind === 'receipts') {
    return (entry.recipientRejections ?? []).map(({ side }) => {
      const [from, to] = side === 'opener' ? [last, 0] : [0, last];
      return { ...base, kind: 'sent-back', from, to, reached: to, marks: [] };
    });
  }
  return [{ ...base, kind: 'note', from: HOME, to: HOME, reached: HOME, marks: [] }];
}

/** A message is the opener's unless the counterpart sent it; between divisions of one participant the division decides. */
function isBy({ sender, senderDivision }: CaseEntryDocument, opener: Lane, counterpart: Lane): boolean {
  if (opener.participant !== counterpart.participant) return sender !== counterpart.participant;
  return senderDivision === undefined || senderDivision !== counterpart.participant;
}

function marksOf(entry: CaseEntryDocument, from: number, to: number, border: number): readonly LaneMark[] {
  const marks = entry.receipts.flatMap(({ level, at, issuer }): LaneMark[] => {
    if (level === 'RECEIVED') return [{ lane: border, level, at }];
    if (level === 'REGISTERED') return [{ lane: HOME, level, at }];
    if (level === 'REJECTED') return [{ lane: issuer.startsWith('hub') ? HOME : to, level, at }];
    return [{ lane: to, level, at }];
  });
  // Of two marks on a lane the later level stands: taken says delivered too.
  const byLane = new Map<number, LaneMark>();
  for (const mark of marks) if (rank(mark) >= rank(byLane.get(mark.lane))) byLane.set(mark.lane, mark);
  return [...byLane.values()].sort((a, b) => (from < to ? a.lane - b.lane : b.lane - a.lane));
}
const LEVELS: readonly ReceiptDocument['level'][] = ['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN', 'REJECTED'];
const rank = (mark: LaneMark | undefined): number => (mark === undefined ? -1 : LEVELS.indexOf(mark.level));

/** The highest level of a message's receipts; rejected where one of them says so. */
export function highestLevel(receipts: readonly Pick<ReceiptDocument, 'level'>[]): ReceiptDocument['level'] | undefined {
  return receipts.map(({ level }) => level).reduce<ReceiptDocument['level'] | undefined>((highest, level) => (highest === undefined || LEVELS.indexOf(level) > LEVELS.indexOf(highest) ? level : highest), undefined);
}
