import { TongbanError } from '@tongban/contracts';
import {
  type ArtefactRef, type ArtefactVersion, type CodeList, type EventFrame, type FieldNumberLock, type Flow, type MessageSpec, type Participant, type Publication, type Release, SharedMap, type WorkCalendar,
  beijingInstant, canonicalJson, sha256Hex, versionKey,
} from '@tongban/domain';
import type { Catalogue } from '../catalogue';
import type { CatalogueFlows } from '../catalogue-flows';
import { baselineArtefacts } from './baseline';
import { catalogueAt } from './catalogue-view';
import { type FlowParts, partsOfVersion } from './flow-parts';
import { CompiledReleases, type FlowRelease, type PublishedNumbers, type ReleaseParts } from './flow-release';
import { type NoRelease, acceptedParts, acceptedPartsOfFlow } from './flow-releases';
import { type PublishedCalendars, publishedCalendars } from './published-calendar';
import { lockOfRelease, numbersOfCommonMessage, numbersOfFlow, publishLock, withStatedNumbers } from './publish-lock';
import { contentOf } from './published-content';
import { ReleaseHistory } from './release-history';
import { SpanMemory } from './span-memory';

/** What a catalogue takes from the event that published a bundle. */
export type CataloguePublication = Pick<EventFrame, 'number'> & Pick<Publication, 'artefacts' | 'effectiveFrom' | 'transitionEndsAt'> & Partial<Pick<Publication, 'approvers' | 'draftId' | 'reviewDue'>>;

/** An instant before everything that was ever published. */
export const BASELINE_INSTANT = '0001-01-02T00:00:00Z';

interface Parts {
  readonly base: Catalogue;
  readonly history: ReleaseHistory;
  readonly lock: FieldNumberLock;
  /** By `versionKey`, of flows and common messages. */
  readonly numbers: SharedMap<PublishedNumbers>;
  readonly compiled: CompiledReleases;
  readonly calendars: PublishedCalendars;
}

/**
 * The package's catalogue, as version 1.0 of everything, with all that was published since. Immutable and without a clock: every question names
 * the business instant it is about, and the answers depend on the publications alone.
 *
 * A publication with `effectiveFrom` in the past is answered for as if it had been known then: the owner refuses to publish into the
 * past, and a hub that does not know itself current accepts no new cases.
 */
export class VersionedCatalogue {
  private readonly memory: SpanMemory;
  private isIndexed = false;

  private constructor(private readonly parts: Parts) {
    this.memory = new SpanMemory(parts.history);
  }

  static of(base: Catalogue): VersionedCatalogue {
    const releases = baselineArtefacts(base).map((artefact): Release => ({ ...artefact, publishedNo: 0, approvers: [], suspensions: [] }));
    const history = ReleaseHistory.ofBaseline(releases);
    return new VersionedCatalogue({
      base, history, lock: base.lock, numbers: SharedMap.from(releases.flatMap((release) => numbersOf(base.lock, release))),
      compiled: new CompiledReleases({ dictionary: base.dictionary, lock: base.lock }), calendars: publishedCalendars(history),
    });
  }

  /** The same catalogue with compiled releases of its own: what is only tried upon it is known to nobody else, and forgotten with it. */
  apart(): VersionedCatalogue {
    const { base } = this.parts;
    return new VersionedCatalogue({ ...this.parts, compiled: new CompiledReleases({ dictionary: base.dictionary, lock: base.lock }) });
  }

  /** Field numbers after all publications; each release keeps the ones it was published with. */
  get lock(): FieldNumberLock {
    return this.parts.lock;
  }

  /**
   * With one publication more, in the order of the owner's log. The same again changes nothing.
   * @throws TongbanError `catalogue.invalid` when a content has not the shape of its kind, `digest.mismatch` when it is not the one its digest names,
   * `standard.published-final` when the version is known with another content. Then nothing is published.
   */
  withPublication(publication: CataloguePublication): VersionedCatalogue {
    const { number: publishedNo, artefacts, effectiveFrom, transitionEndsAt, approvers = [], draftId, reviewDue } = publication;
    return this.withReleases(artefacts.map((artefact): Release => ({
      ...artefact, publishedNo, effectiveFrom, transitionEndsAt, approvers, draftId, reviewDue,
      suspensions: this.release(artefact)?.suspensions ?? [], withdrawnAt: this.release(artefact)?.withdrawnAt,
    })));
  }

  /**
   * With releases as the registry has them now: new ones, and known ones that were suspended, resumed or withdrawn. Throws as `withPublication`.
   * @param options.stated field numbers that the publication states for the flows in it; without it they follow from the versions published before, which
   * a reader that filters may not have. `areDigestsVerified`: the contents came with their digests verified, which are not taken of them again.
   */
  withReleases(given: readonly Release[], { stated, areDigestsVerified = false }: { readonly stated?: FieldNumberLock | undefined; readonly areDigestsVerified?: boolean } = {}): VersionedCatalogue {
    const releases = given.map((release): Release => {
      const known = this.release(release);
      if (known === undefined) return { ...release, content: contentOf(release, areDigestsVerified) };
      if (known.digest !== release.digest) throw new TongbanError('standard.published-final', `${versionKey(release)} was published with another content`);
      return { ...release, content: known.content };
    });
    const added = releases.filter((release) => this.release(release) === undefined);
    const contentsOf = (kind: string): unknown[] => added.filter((release) => release.kind === kind).map(({ content }) => content);
    const flows = contentsOf('flow') as Flow[];
    const derived = publishLock(this.parts.lock, { flows, commonMessages: contentsOf('common-messages') as MessageSpec[] });
    const lock = stated === undefined || flows.length === 0 ? derived : withStatedNumbers(derived, stated, flows.map(({ flowId }) => flowId));
    const history = this.parts.history.with(releases);
    return new VersionedCatalogue({
      ...this.parts, lock, history,
      numbers: added.flatMap((release) => numbersOf(lock, release)).reduce((all, [key, numbers]) => all.with(key, numbers), this.parts.numbers),
      calendars: releases.some(({ kind }) => kind === 'calendar') ? publishedCalendars(history) : this.parts.calendars,
    });
  }

  /** Every version of an artefact, oldest first. */
  releasesOf(ref: ArtefactRef): readonly Release[] {
    return this.parts.history.all(ref);
  }

  /** The catalogue new cases are judged by at a business instant. */
  asOf(instant: string): Catalogue {
    return this.memory.answer('catalogue', instant, () => catalogueAt({ ...this.parts, calendarOf: this.calendarOf }, instant));
  }

  /** The release with which a new case of an item begins, or why none can. */
  releaseOfItem(itemCode: string, instant: string): FlowRelease | NoRelease {
    const accepted = this.acceptedForItem(itemCode, instant);
    return typeof accepted === 'string' ? accepted : accepted[0]!;
  }

  /** All releases with which a new case may begin, newest first: in a transition window the one before is accepted as well. */
  releasesAccepted(itemCode: string, instant: string): readonly FlowRelease[] {
    const accepted = this.acceptedForItem(itemCode, instant);
    return typeof accepted === 'string' ? [] : accepted;
  }

  /** The release a running case began with, whatever became of its parts since: `ce-dataschema` names it. */
  releaseByDigest(digest: string): FlowRelease | undefined {
    const { compiled, history } = this.parts;
    if (compiled.withDigest(digest) === undefined && !this.isIndexed) {
      for (const flowId of history.idsOf('flow')) this.releasesOfFlow(flowId);
      this.isIndexed = true;
    }
    return compiled.withDigest(digest);
  }

  /** Every release of a flow there was or, as far as it is published, will be; oldest first. Compiles them all. */
  releasesOfFlow(flowId: string): readonly FlowRelease[] {
    const { history, base } = this.parts;
    const shared = (['code-list', 'common-messages'] as const).flatMap((kind) => history.idsOf(kind).map((id): ArtefactRef => ({ kind, id })));
    const moments = new Set([{ kind: 'flow', id: flowId } as ArtefactRef, ...shared].flatMap((ref) => [...history.changes(ref)]));
    const instants = [BASELINE_INSTANT, ...[...moments].sort((a, b) => a - b).map(beijingInstant)];
    const found = new Map<string, FlowRelease>();
    for (const instant of instants) {
      for (const release of this.compiled(acceptedPartsOfFlow(history, base.dictionary.recordTypes, flowId, instant)).toReversed()) {
        if (!found.has(release.messages.digest)) found.set(release.messages.digest, release);
      }
    }
    return [...found.values()];
  }

  /** What an artefact says at a business instant: the version in force or, where suspension or withdrawal left none, the newest that has begun. */
  presentRelease(ref: ArtefactRef, instant: string): Release | undefined {
    return this.parts.history.present(ref, instant);
  }

  /** All that a version of a flow is compiled from, by default the one present at the instant; see `partsOfVersion`. */
  flowParts(flowId: string, instant: string, version = this.presentRelease({ kind: 'flow', id: flowId }, instant)?.version): FlowParts | undefined {
    const { history, base } = this.parts;
    const parts = version === undefined ? undefined : partsOfVersion(history, base.dictionary.recordTypes, flowId, version, instant);
    return parts && {
      ...parts, lock: lockOfRelease(base.lock, flowId, this.numbersOf(parts.flow), parts.commonMessages.map(this.numbersOf)),
      dictionary: { ...base.dictionary, codeLists: parts.codeLists.map(({ content }) => content as CodeList), commonMessages: parts.commonMessages.map(({ content }) => content as MessageSpec) },
    };
  }

  /** One version of a flow as new cases begin with it at an instant or, where they begin with it no more, as they last did. */
  releaseOfVersion(flowId: string, version: string, instant: string): FlowRelease | undefined {
    const isWanted = (release: FlowRelease): boolean => release.version === version;
    return this.acceptedForFlow(flowId, instant).find(isWanted) ?? this.releasesOfFlow(flowId).findLast(isWanted);
  }

  /** Flows as of one business instant, for code that knows no versions; `byDigest` knows them all. */
  flowsAsOf(instant: string): CatalogueFlows {
    const get = (flowId: string): FlowRelease | undefined => this.acceptedForFlow(flowId, instant)[0];
    return {
      get,
      ofItem: (itemCode) => {
        const release = this.releaseOfItem(itemCode, instant);
        return release === 'suspended' || release === 'withdrawn' ? 'no-flow' : release;
      },
      byDigest: (digest) => this.releaseByDigest(digest),
      all: () => this.parts.history.idsOf('flow').flatMap((flowId) => get(flowId) ?? []),
    };
  }

  /** The State Council's calendar with every year published, whatever the instant a question is about: see `calendarOf`. */
  get mainlandCalendar(): WorkCalendar {
    return this.parts.calendars.mainland.calendar;
  }

  /**
   * The calendar of a participant. A year counts from its publication on and for all cases, running ones too: a deadline that was not
   * covered is computed as soon as the notice is loaded. A SAR has its own; while none is published it has none.
   */
  readonly calendarOf = (participant: Participant): WorkCalendar => {
    const { calendars: { mainland, own }, base } = this.parts;
    return participant.mainlandHrssRulesApply ? mainland.calendar : own.get(participant.code)?.calendar ?? base.calendarOf(participant);
  };

  private acceptedForItem(itemCode: string, instant: string): readonly FlowRelease[] | NoRelease {
    const { history, base } = this.parts;
    if (history.all({ kind: 'item', id: itemCode }).length === 0) return 'unknown';
    return this.memory.answer(`item ${itemCode}`, instant, () => {
      const parts = acceptedParts(history, base.dictionary.recordTypes, itemCode, instant);
      return typeof parts === 'string' ? parts : this.compiled(parts);
    });
  }

  private acceptedForFlow(flowId: string, instant: string): readonly FlowRelease[] {
    const { history, base } = this.parts;
    if (history.all({ kind: 'flow', id: flowId }).length === 0) return [];
    return this.memory.answer(`flow ${flowId}`, instant, () => this.compiled(acceptedPartsOfFlow(history, base.dictionary.recordTypes, flowId, instant)));
  }

  /** Different parts may compile to what one digest names; the newest of them stands for it. */
  private compiled(parts: readonly ReleaseParts[]): readonly FlowRelease[] {
    const releases = parts.map((one) => this.parts.compiled.compile(one, this.numbersOf));
    return releases.filter(({ messages }, at) => releases.findIndex((other) => other.messages.digest === messages.digest) === at);
  }

  private release({ kind, id, version }: Pick<ArtefactVersion, 'kind' | 'id' | 'version'>): Release | undefined {
    return this.parts.history.all({ kind, id }).find((one) => one.version === version);
  }

  private readonly numbersOf = (release: Release): PublishedNumbers => {
    const numbers = this.parts.numbers.get(versionKey(release));
    if (numbers === undefined) throw new TongbanError('hub.internal', `${versionKey(release)} has no field numbers`);
    return numbers;
  };
}

function numbersOf(lock: FieldNumberLock, release: Release): (readonly [string, PublishedNumbers])[] {
  if (release.kind !== 'flow' && release.kind !== 'common-messages') return [];
  const part = release.kind === 'flow' ? numbersOfFlow(lock, release.id) : numbersOfCommonMessage(lock, release.content as MessageSpec);
  return [[versionKey(release), { ...part, digest: sha256Hex(canonicalJson(part)) }]];
}
