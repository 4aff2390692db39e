import { Controller, Inject, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type CaseDocument, FILES, HUB, type RegionCode, TongbanError, decode, encode, headers, isRegionCode, messageIds, subjects, v1 } from '@tongban/contracts';
import { parseCaseNumber, shardOf } from '@tongban/domain';
import { FileStream, JetStreamContext, OnDurable, OnQuery, Pace, QueryContext, Rounds } from '@tongban/messaging';
import { REGION_RUNTIME, type RegionRuntime, participantQuery, serviceQuery } from '@tongban/service-kit';
import { attachedCase } from './attached-case';
import { fetchFile } from './fetch-file';
import type { FilePorts } from './file-ports';
import { givePart, giveToHub } from './give-part';
import { RollingDigests } from './rolling-digests';
import { FileStore } from './store-file';
import { sweepFiles } from './sweep-files';

/** Pattern of the binding to what other regions announce. */
export const ANNOUNCED_FILES = 'announced-files';
const SWEPT_EVERY_MS = 600_000;

/** Files of the region: decodes what participants and other hubs ask, and delegates. */
@Controller()
export class FilesController implements OnModuleInit, OnModuleDestroy {
  private readonly ports: FilePorts;
  private readonly store: FileStore;
  private readonly sweeping: Rounds;

  constructor(@Inject(REGION_RUNTIME) runtime: RegionRuntime) {
    this.ports = filePorts(runtime);
    this.store = new FileStore(this.ports);
    this.sweeping = new Rounds(async () => {
      const swept = await sweepFiles(this.ports);
      if (swept.deleted + swept.abandoned > 0) runtime.log.info(swept, 'files of cases were deleted');
    }, SWEPT_EVERY_MS, (error) => runtime.log.warn({ error: TongbanError.from(error).code }, 'files could not be looked through'));
  }

  onModuleInit(): void {
    this.sweeping.start();
  }
  async onModuleDestroy(): Promise<void> {
    await this.sweeping.stop();
  }

  @OnQuery(participantQuery('attachment-request'))
  async request(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return encode(v1.AttachmentReply, await this.store.grant(participantOf(context), decode(v1.AttachmentRequest, bytes)));
  }

  @OnQuery(participantQuery('attachment-chunk'))
  async chunk(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return encode(v1.AttachmentProgress, await this.store.chunk(participantOf(context), decode(v1.AttachmentChunk, bytes)));
  }

  @OnQuery(participantQuery('attachment-complete'))
  async complete(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return encode(v1.AttachmentProgress, await this.store.complete(participantOf(context), decode(v1.AttachmentCompletion, bytes)));
  }

  @OnQuery(participantQuery('attachment-part'))
  async part(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return encode(v1.AttachmentPart, await givePart(this.ports, { participant: participantOf(context) }, decode(v1.AttachmentPartQuery, bytes)));
  }

  @OnQuery(serviceQuery('files.part'))
  async partForHub(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return encode(v1.AttachmentPart, await giveToHub(this.ports, decode(v1.AttachmentPartQuery, bytes)));
  }

  @OnDurable(ANNOUNCED_FILES)
  announced(@Payload() bytes: Uint8Array, @Ctx() context: JetStreamContext): Promise<void> {
    const [, , from = ''] = context.subject.split('.');
    if (!isRegionCode(from)) throw new TongbanError('route.wrong-home', 'a file of no region');
    const { participant, fileId } = decode(v1.AttachmentAnnouncement, bytes);
    return fetchFile(this.ports, { participant, fileId }, from);
  }
}

const MIB = 2 ** 20;
function paces({ config: { TONGBAN_FILES_MIB_PER_SECOND: perSecond } }: RegionRuntime): FilePorts['paces'] {
  const limits = { perSecond: perSecond * MIB, burst: 0 };
  return { storing: new Pace(limits), giving: new Pace(limits) };
}

/** q.<env>.<region>.<participant>.<name> */
const participantOf = (context: QueryContext): string => context.subject.split('.')[3] ?? '';

/** The files of a region as its services work with them. */
export function filePorts(runtime: RegionRuntime): FilePorts {
  const { environment, region, catalogue, trust, signer, clock, queries, exchange } = runtime;
  const { divisions } = catalogue;
  const regionOf = (participant: string): RegionCode => divisions.regionOf(participant);
  const show = async (caseNo: string, participant: string): Promise<CaseDocument> => {
    const home = divisions.regionOf(parseCaseNumber(caseNo)!.division);
    const { json } = decode(v1.JsonDocument, await queries.request(subjects.service(environment, home, 'cases.show'), encode(v1.CaseQuery, { caseNo, participant })));
    return JSON.parse(Buffer.from(json).toString('utf8')) as CaseDocument;
  };
  return {
    environment, region, trust, signer, clock, regionOf, rules: catalogue.attachments, files: new FileStream(runtime.nats, runtime.publisher, region), rolling: new RollingDigests(), paces: paces(runtime),
    caseOf: (participant, request) => attachedCase({ catalogue: runtime.standards.catalogue.asOf(clock.now()), divisions, show }, participant, request),
    announce: ({ participant, fileId }, toRegion) => exchange.send({
      subject: subjects.exchange(environment, region, HUB, toRegion, FILES, shardOf(fileId), 'attachment'), data: encode(v1.AttachmentAnnouncement, { participant, fileId }),
      msgId: messageIds.attachment(fileId), headers: { [headers.ceSubject]: fileId },
    }),
    askPart: async (from, query) => decode(v1.AttachmentPart, await queries.request(subjects.service(environment, from, 'files.part'), encode(v1.AttachmentPartQuery, query), { timeoutMs: 10_000 })),
  };
}
