import { type CaseDocument, TongbanError, headers as wire, subjects, templateOfSubject } from '@tongban/contracts';
import { canonicalJson, sha256Hex } from '@tongban/domain';
import { ATTRIBUTES, type TraceHeaders, firstStep, traceHeadersOf, traceNow, withTraceHeaders } from '@tongban/telemetry';
import type { CaseFacts, PartyFacts } from '../case-facts';
import { KeyedMutex } from '../keyed-mutex';
import { newMessageId } from '../make/message-id';
import type { MessageDraft, MessageMaker } from '../make/message-maker';
import { type FlowsInForce, type VersionedFlow, flowOfItem } from '../make/flows-in-force';
import { type OpeningContext, planOpening } from '../make/opening';
import type { OpenRequest, SendRequest, Sent } from '../options';
import type { ClientStore } from '../store/client-store';
import type { StoreOp } from '../store/table';
import type { Outbox, Outgoing } from './outbox';

export interface SenderPorts {
  readonly store: ClientStore;
  readonly outbox: Outbox;
  readonly maker: MessageMaker;
  readonly flows: FlowsInForce;
  readonly opening: () => OpeningContext;
  /** The hub's document of a case this store does not know. */
  readonly show: (caseNo: string) => Promise<CaseDocument>;
}
/** A message that is made but not yet in the outbox. `free` gives its id back when it was committed or given up. */
export interface Prepared {
  readonly sent: Sent;
  /** Absent when the same message was sent before. */
  readonly outgoing?: Outgoing;
  readonly ops: readonly StoreOp[];
  readonly free: () => void;
}

const SUBMISSIONS = templateOfSubject(subjects.submit('sandbox', '', '', '', 'message'));

/** Turns requests into messages in the outbox. A message id that was used is answered, not sent again. */
export class Sender {
  private readonly ids = new KeyedMutex();
  private readonly cases = new KeyedMutex();
  constructor(private readonly ports: SenderPorts) {}

  /** Durable in the outbox when it resolves. @throws TongbanError before anything is stored. */
  async open(request: OpenRequest): Promise<Sent> {
    const messageId = request.messageId ?? newMessageId();
    return this.creating(request, async (trace) => this.commit(await this.prepared(messageId, request, async () => {
      const context = this.ports.opening();
      const plan = planOpening(request, context);
      const { facts, flow, message, entryId, onBehalfOf } = plan;
      const existing = await this.ports.store.cases.get(facts.caseNo);
      const made = await this.make({ ...request, messageId, facts, flow, message, entryId, onBehalfOf, division: undefined }, trace);
      return { made, ops: existing ? [] : [this.ports.store.cases.put(facts.caseNo, facts)] };
    })));
  }

  /** As `open`, in a case. Messages of one case leave in the order of the calls. */
  async send(caseNo: string, request: SendRequest): Promise<Sent> {
    return this.cases.hold(caseNo, async () => this.commit(await this.prepare(caseNo, request)));
  }

  /** Makes a message for a step that will be committed later. */
  async prepare(caseNo: string, request: SendRequest): Promise<Prepared> {
    const messageId = request.messageId ?? newMessageId();
    return this.creating(request, (trace) => this.prepared(messageId, { caseNo, ...request }, async () => {
      const facts = await this.factsOf(caseNo);
      const made = await this.make({ ...request, messageId, facts, flow: this.flowOf(facts) }, trace);
      const learned = request.localCaseNo !== undefined && request.localCaseNo !== facts.localCaseNo;
      return { made, ops: learned ? [this.ports.store.cases.put(caseNo, { ...facts, localCaseNo: request.localCaseNo! })] : [] };
    }));
  }

  /** In the trace that the caller names, else in that of what is worked on; else a trace begins here. */
  private creating<T>({ traceparent }: Pick<SendRequest, 'traceparent'>, work: (trace: TraceHeaders | undefined) => Promise<T>): Promise<T> {
    const from = traceparent === undefined ? traceNow() : traceHeadersOf({ [wire.traceparent]: traceparent });
    return firstStep(from, () => ({ operation: 'create', destination: SUBMISSIONS, attributes: { [ATTRIBUTES.participant]: this.ports.maker.participant } }), work);
  }

  /** The context goes into the bytes and stays beside them: whatever is sent again is sent in its own trace. A traceparent that is none is left to be judged. */
  private async make(draft: MessageDraft, trace: TraceHeaders | undefined): Promise<Outgoing['made']> {
    const made = await this.ports.maker.make({ ...draft, ...(trace && isUsable(draft.traceparent) && { traceparent: trace.traceparent }) });
    return { ...made, headers: withTraceHeaders(made.headers, trace ?? traceHeadersOf(made.headers)) };
  }

  private async prepared(messageId: string, request: object, make: () => Promise<{ made: Outgoing['made']; ops: readonly StoreOp[] }>): Promise<Prepared> {
    const contentHex = contentOf(request);
    const free = await this.ids.acquire(messageId);
    try {
      const known = await this.ports.store.messages.get(messageId);
      if (known) {
        if (known.contentHex !== contentHex) throw new TongbanError('message.id-reused', `message id ${messageId} was used for another request`);
        return { sent: { caseNo: known.caseNo, messageId }, ops: [], free };
      }
      const { made, ops } = await make();
      return { sent: { caseNo: made.caseNo, messageId }, outgoing: { made, contentHex }, ops, free };
    } catch (error) {
      free();
      throw error;
    }
  }

  private async commit({ sent, outgoing, ops, free }: Prepared): Promise<Sent> {
    try {
      if (outgoing) {
        const placed = this.ports.outbox.place([outgoing]);
        await this.ports.store.commit([...ops, ...placed.ops]);
        placed.release();
      }
      return sent;
    } finally {
      free();
    }
  }

  private async factsOf(caseNo: string): Promise<CaseFacts> {
    const known = await this.ports.store.cases.get(caseNo);
    if (known && !known.schemaDoubted) return known;
    const shown = await this.ports.show(caseNo).catch((cause: unknown) => {
      // Out of reach, the message is made as before: the home has the last word in any case.
      if (known && TongbanError.from(cause).traits.retryable) return undefined;
      throw cause;
    });
    if (!shown) return known!;
    const { schemaDigest, ...others } = factsFrom(shown);
    const { schemaDoubted: _doubted, ...before } = known ?? others;
    const facts = { ...before, schemaDigest, ...(known && { schemaLogIndex: shown.logIndex }) };
    await this.ports.store.commit([this.ports.store.cases.put(caseNo, facts)]);
    return facts;
  }

  private flowOf({ schemaDigest, flowId, itemCode }: CaseFacts): VersionedFlow {
    const flow = schemaDigest ? this.ports.flows.byDigest(schemaDigest) : flowOfItem(this.ports.flows, itemCode);
    if (flow?.flow.flowId === flowId) return flow;
    throw new TongbanError('schema.version-unknown', `the version of flow ${flowId} that the case follows is not installed here yet`);
  }
}

const isUsable = (traceparent: string | undefined): boolean => traceparent === undefined || traceHeadersOf({ [wire.traceparent]: traceparent }) !== undefined;

/** What was asked for, apart from what is made anew each time. */
const contentOf = (request: object): string => sha256Hex(canonicalJson(Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined))));

function factsFrom({ caseNo, itemCode, flowId, homeRegion, parties, schemaDigest = '', legalBasis }: CaseDocument): CaseFacts {
  const party = (side: 'opener' | 'counterpart'): PartyFacts => {
    const found = parties.find((one) => one.side === side);
    return { participant: found?.participant ?? '', division: found?.division ?? '' };
  };
  return { caseNo, itemCode, flowId, schemaDigest, homeRegion, opener: party('opener'), counterpart: party('counterpart'), ...(legalBasis && { legalBasis: { code: legalBasis.code, document: legalBasis.document } }) };
}
