import { Controller, Inject, type OnModuleInit } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { Catalogue } from '@tongban/catalogue';
import {
  CASE_LIST_LIMIT_DEFAULT, CONTRACTS_SERVED, type CaseListDocument, type FindDocument, REGION_CODES, type RegionCode, type HubQuery, TongbanError,
  decode, encode, mergeCaseLists, readListCursor, readListOrder, subjects, v1,
} from '@tongban/contracts';
import { isCrossingOn, parseCaseNumber } from '@tongban/domain';
import { JetStreamContext, OnDurable, OnQuery, QueryContext } from '@tongban/messaging';
import { REGION_RUNTIME, type RegionRuntime, participantQuery, settingToProto, submissionLimits } from '@tongban/service-kit';
import { count } from '@tongban/telemetry';
import { filePorts } from './files/files.controller';
import { rebuildMemory } from './memory-rebuild';
import { paceAnswer, submissionState } from './pace-answer';
import { type BorderPorts, type Submission, receiveMessage, receiveReceipts } from './receive-submission';
import { SubmissionMemory } from './submission-memory';

/** Pattern of the bindings to the participants' submission streams. */
export const SUBMISSIONS = 'submissions';
const FAN_OUT_TIMEOUT_MS = 3000;

/** The region's edge: decodes what participants submit and ask, and delegates. */
@Controller()
export class BorderController implements OnModuleInit {
  private readonly ports: BorderPorts;
  private readonly limitsOf: ReturnType<typeof submissionLimits>;

  constructor(@Inject(REGION_RUNTIME) private readonly runtime: RegionRuntime) {
    this.limitsOf = submissionLimits(runtime.config);
    this.ports = {
      environment: runtime.environment, region: runtime.region, divisions: runtime.catalogue.divisions, trust: runtime.trust,
      takesUnsealed: runtime.config.TONGBAN_UNSEALED === 'accepted', signer: runtime.signer, clock: runtime.clock, memory: new SubmissionMemory(runtime.config.TONGBAN_BORDER_MEMORY),
      crossingOn: (mainland, sar, itemCode, at) => isCrossingOn(runtime.standards.switches, { mainland: this.placed(mainland), sar: this.placed(sar), itemCode }, at),
      send: (outgoing) => runtime.exchange.send(outgoing), files: filePorts(runtime),
      onRefused: (participant, code) => {
        count('tongban_rejections_total', { by: 'border', code });
        runtime.security.noteError(code, participant, 'border');
      },
      onReceipt: (level) => count('tongban_receipts_total', { level, by: 'border' }),
      onRepeated: (participant) => runtime.security.note({ kind: 'repeated', by: participant, seenBy: 'border' }),
      setAside: async (rejected, participant, msgId) => void (await runtime.publisher.publish(subjects.rejected(runtime.region, participant), encode(v1.RejectedMessage, rejected), { msgId })),
    };
  }

  async onModuleInit(): Promise<void> {
    await rebuildMemory(this.runtime, this.ports.memory);
  }

  @OnDurable(SUBMISSIONS)
  async submission(@Payload() bytes: Uint8Array, @Ctx() context: JetStreamContext): Promise<void> {
    // sub.<env>.<region>.<participant>.<homeRegion>.<kind>
    const [, , , participant = '', homeRegion = '', kind] = context.subject.split('.');
    const submission: Submission = {
      bytes, participant, homeRegion, sequence: context.streamSequence, storedAtMs: Date.parse(context.storedAt), headers: context.headers,
    };
    await (kind === 'receipts' ? receiveReceipts(this.ports, submission) : receiveMessage(this.ports, submission));
  }

  @OnQuery(participantQuery('hello'))
  hello(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    const { contractVersion } = decode(v1.HelloRequest, bytes);
    if (!CONTRACTS_SERVED.some(({ version }) => version === contractVersion))
      throw new TongbanError('contract.unsupported', `contract ${contractVersion || '(none)'}; served: ${CONTRACTS_SERVED.map(({ version }) => version).join(', ')}`);
    const { version, digest } = this.catalogueNow();
    const { perSecond, burst } = this.limitsOf(participantOf(context));
    return Promise.resolve(encode(v1.HelloReply, {
      contracts: CONTRACTS_SERVED.map(({ version, sunsetOn }) => ({ version, sunsetOn })),
      region: this.runtime.region, environment: this.runtime.environment,
      catalogueVersion: version, catalogueDigest: digest, clock: settingToProto(this.runtime.clock.setting), submitPerSecond: perSecond, submitBurst: burst,
    }));
  }

  /** How fast the one who asks may go, and what of it waits. */
  @OnQuery(participantQuery('pace'))
  async pace(@Payload() _bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    const participant = participantOf(context);
    return paceAnswer(this.limitsOf(participant), await submissionState(this.runtime.nats, participant));
  }

  @OnQuery(participantQuery('clock'))
  clock(): Promise<Uint8Array> {
    return Promise.resolve(encode(v1.ClockSetting, settingToProto(this.runtime.clock.setting)));
  }

  @OnQuery(participantQuery('case-show'))
  show(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return this.askHome('cases.show', bytes, context);
  }

  @OnQuery(participantQuery('case-next'))
  next(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return this.askHome('cases.next', bytes, context);
  }

  @OnQuery(participantQuery('receipts'))
  receipts(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    const query = decode(v1.ReceiptsQuery, bytes);
    return this.ask(homeOf(this.ports, query.caseNo), 'cases.receipts', encode(v1.ReceiptsQuery, { ...query, participant: participantOf(context) }));
  }

  @OnQuery(participantQuery('case-receipts'))
  caseReceipts(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    const query = decode(v1.CaseReceiptsQuery, bytes);
    return this.ask(homeOf(this.ports, query.caseNo), 'cases.case-receipts', encode(v1.CaseReceiptsQuery, { ...query, participant: participantOf(context) }));
  }

  @OnQuery(participantQuery('case-list'))
  async list(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    const query = decode(v1.CaseListQuery, bytes);
    const filters = { ...query.filters, participant: participantOf(context) };
    const limit = query.limit || CASE_LIST_LIMIT_DEFAULT;
    const order = readListOrder(query.order);
    const places = readListCursor(query.after, order);
    const { answers, unreachable } = await this.askAll<CaseListDocument>('cases.list', (region) => encode(v1.CaseListQuery, { filters, limit, after: places.get(region) ?? '', counted: query.counted, order }));
    return json(mergeCaseLists(answers.map(({ region, answer }) => ({ region, page: answer })), places, limit, { order, unreachable }));
  }

  @OnQuery(participantQuery('find'))
  async find(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    const { value } = decode(v1.FindQuery, bytes);
    const request = encode(v1.FindQuery, { value, participant: participantOf(context) });
    const { answers, unreachable } = await this.askAll<FindDocument>('cases.find', () => request);
    return json({ value, matches: answers.flatMap(({ answer }) => answer.matches), ...(unreachable.length > 0 && { unreachableRegions: unreachable }) });
  }

  private placed(participant: string) {
    return { participant, region: this.runtime.catalogue.divisions.regionOf(participant) };
  }

  /** What new cases are judged by now. While nothing was ever published that is what the build ships with, under its own digest. */
  private catalogueNow(): Pick<Catalogue, 'version' | 'digest'> {
    const { standards, catalogue, clock } = this.runtime;
    const now = clock.now();
    return standards.standing().every(({ held }) => held === 0) ? catalogue : standards.catalogue.asOf(now);
  }

  private askHome(name: HubQuery, bytes: Uint8Array, context: QueryContext): Promise<Uint8Array> {
    const query = decode(v1.CaseQuery, bytes);
    // Who asks is what the broker let through, never what the query says.
    return this.ask(homeOf(this.ports, query.caseNo), name, encode(v1.CaseQuery, { ...query, participant: participantOf(context) }));
  }

  private ask(region: RegionCode, name: HubQuery, bytes: Uint8Array, timeoutMs?: number): Promise<Uint8Array> {
    return this.runtime.queries.request(subjects.service(this.runtime.environment, region, name), bytes, { ...(timeoutMs && { timeoutMs }), unreachable: 'region.unreachable' });
  }

  /** A participant's cases may be homed anywhere; a region that cannot be reached is named, the others are shown. */
  private async askAll<T>(name: HubQuery, question: (region: RegionCode) => Uint8Array): Promise<{ answers: { region: RegionCode; answer: T }[]; unreachable: RegionCode[] }> {
    const answers: { region: RegionCode; answer: T }[] = [];
    const unreachable: RegionCode[] = [];
    await Promise.all(REGION_CODES.map(async (region) => {
      try {
        const { json: text } = decode(v1.JsonDocument, await this.ask(region, name, question(region), FAN_OUT_TIMEOUT_MS));
        answers.push({ region, answer: JSON.parse(Buffer.from(text).toString('utf8')) as T });
      } catch (error) {
        if (!(error instanceof TongbanError) || error.code !== 'region.unreachable') throw error;
        unreachable.push(region);
      }
    }));
    return { answers, unreachable };
  }
}

/** q.<env>.<region>.<participant>.<name> */
const participantOf = (context: QueryContext): string => context.subject.split('.')[3] ?? '';
const json = (value: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(value), 'utf8') });

function homeOf(ports: BorderPorts, caseNo: string): RegionCode {
  const number = parseCaseNumber(caseNo);
  if (!number) throw new TongbanError('case.number-invalid', 'the case number does not parse');
  return ports.divisions.regionOf(number.division);
}
