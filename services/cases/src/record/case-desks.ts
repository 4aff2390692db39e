import { type BySide, HANDLER_UNNAMED, type SideName, type v1 } from '@tongban/contracts';

/** Who handles a case at each side, as its registered messages name them: the newest word of a side counts, since a case may change hands. */
export class CaseDesks {
  private readonly known: { readonly [kind in 'agencies' | 'handlers' | 'ownNumbers']: Partial<Record<SideName, string>> } = { agencies: {}, handlers: {}, ownNumbers: {} };

  /** Takes what a registered message of a side says. What it says of the other side counts while that one has not spoken. */
  note(side: SideName, { sender, recipient, handlerId, localCaseNo }: v1.Envelope): void {
    const { agencies, handlers, ownNumbers } = this.known;
    const other = side === 'opener' ? 'counterpart' : 'opener';
    if (sender?.agencyCode) agencies[side] = sender.agencyCode;
    if (recipient?.agencyCode) agencies[other] ??= recipient.agencyCode;
    if (handlerId && handlerId !== HANDLER_UNNAMED) handlers[side] = handlerId;
    if (localCaseNo) ownNumbers[side] = localCaseNo;
  }

  /** Codes of the agencies. */
  get agencies(): BySide {
    return this.known.agencies;
  }
  /** Opaque ids of the persons in charge. */
  get handlers(): BySide {
    return this.known.handlers;
  }
  /** The provinces' own case numbers. */
  get ownNumbers(): BySide {
    return this.known.ownNumbers;
  }
}
