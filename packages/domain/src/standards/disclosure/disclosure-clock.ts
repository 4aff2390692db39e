import type { WorkCalendar } from '../../calendar/work-calendar';
import { canonicalJson } from '../../schema/canonical-json';
import { isWithdrawnAt, type Release } from '../release';
import { DISCLOSURE_LIMIT } from './disclosure-limit';

/**
 * What the content of a published version says of its disclosure. A version is published before it is disclosed, so both are recorded afterwards, by
 * a corrigendum that changes nothing else; a text that was disclosed on the day it is published may say so at once.
 */
export interface DisclosedContent {
  readonly disclosedOn?: string;
  /** Where it can be read. */
  readonly disclosureUrl?: string;
}
export interface FormedRelease {
  readonly release: Release;
  /** Beijing date of its publication in the registry. */
  readonly formedOn: string;
}
/** `waiting` and `late` are not disclosed; `calendar-not-covered`: not disclosed, and due when the calendar does not say yet. */
export type DisclosureStatus = 'disclosed' | 'disclosed-late' | 'waiting' | 'late' | 'calendar-not-covered';
export interface Disclosure {
  readonly version: string;
  readonly formedOn: string;
  /** Beijing date; of `calendar-not-covered` the day it cannot be due before. */
  readonly dueOn: string;
  readonly status: DisclosureStatus;
  readonly disclosedOn?: string;
  readonly disclosureUrl?: string;
  /** Version whose content says so, where it is another. */
  readonly recordedBy?: string;
}

/**
 * The disclosure clock of one artefact's versions: each new or changed text has to be disclosed within the limit. A corrigendum that only records a
 * disclosure is no changed text; a withdrawn version need not be disclosed any more. A date before the version was formed is that of an
 * earlier text which the content was copied from, and one still to come is a plan: neither counts.
 * @param formed versions published in the registry, ascending. @param today Beijing date. @param at the instant it is asked about.
 */
export function disclosuresOf(formed: readonly FormedRelease[], calendar: WorkCalendar, today: string, at: string): readonly Disclosure[] {
  return formed
    .filter(({ release }) => !isWithdrawnAt(release, at) && !onlyRecords(release, formed))
    .map((one) => disclosureOf(one, formed, calendar, today));
}

function disclosureOf({ release, formedOn }: FormedRelease, formed: readonly FormedRelease[], calendar: WorkCalendar, today: string): Disclosure {
  const { version } = release;
  const due = calendar.addWorkingDays(formedOn, DISCLOSURE_LIMIT.value);
  const dueOn = due.covered ? due.date : due.lowerBound;
  const [first] = formed
    .filter((one) => isCorrectionOf(one.release, release, formed))
    .flatMap((one) => {
      const { disclosedOn, disclosureUrl } = contentOf(one.release);
      return disclosedOn !== undefined && disclosedOn >= formedOn && disclosedOn <= today ? [{ disclosedOn, disclosureUrl, by: one.release.version }] : [];
    })
    .sort((a, b) => (a.disclosedOn < b.disclosedOn ? -1 : a.disclosedOn > b.disclosedOn ? 1 : 0));
  if (first === undefined) {
    return { version, formedOn, dueOn, status: !due.covered ? 'calendar-not-covered' : today > dueOn ? 'late' : 'waiting' };
  }
  const { disclosedOn, disclosureUrl, by } = first;
  return {
    version, formedOn, dueOn, status: due.covered && disclosedOn > dueOn ? 'disclosed-late' : 'disclosed', disclosedOn,
    ...(disclosureUrl !== undefined && { disclosureUrl }), ...(by !== version && { recordedBy: by }),
  };
}

const contentOf = ({ content }: Release): DisclosedContent => (content ?? {}) as DisclosedContent;

const patchedBy = ({ derivation }: Release, formed: readonly FormedRelease[]): Release | undefined =>
  (derivation?.kind === 'corrigendum' ? formed.find(({ release }) => release.version === derivation.from)?.release : undefined);

/** Itself, a corrigendum of it, or one of those: each patches an older version, so the way back ends. */
function isCorrectionOf(release: Release, of: Release, formed: readonly FormedRelease[]): boolean {
  const seen = new Set<Release>();
  for (let one: Release | undefined = release; one !== undefined && !seen.has(one); one = patchedBy(one, formed)) {
    if (one === of) return true;
    seen.add(one);
  }
  return false;
}

function onlyRecords(release: Release, formed: readonly FormedRelease[]): boolean {
  const patched = patchedBy(release, formed);
  return patched !== undefined && textOf(release) === textOf(patched);
}

function textOf({ content }: Release): string {
  const { disclosedOn: _on, disclosureUrl: _url, ...text } = (content ?? {}) as DisclosedContent & Readonly<Record<string, unknown>>;
  return canonicalJson(text);
}
