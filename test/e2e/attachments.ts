import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attached, DeliveredAttachment, OpenRequest, Province, RecipientRejection } from '@tongban/client';
import { FILE_CHUNK_BYTES, type ParticipantQuery, type RegionCode, decode, encode, headers, streams, subjects, v1 } from '@tongban/contracts';
import { beijingInstant, chunkCount } from '@tongban/domain';
import { DurablePublisher, FileStream, Pace, QueryClient, readSubject } from '@tongban/messaging';
import { Signer, TrustDirectory, attachmentFileId, digestName, readAttachmentDeletion, readAttachmentReceipt, signAttachmentReceipt } from '@tongban/trust';
import { tongban } from '../../packages/cli/test/run';
import type { FilePorts } from '../../services/border/src/files/file-ports';
import { RollingDigests } from '../../services/border/src/files/rolling-digests';
import { sweepFiles } from '../../services/border/src/files/sweep-files';
import { eventually } from '../harness/eventually';
import type { RawClient } from '../harness/raw-client';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';

const WALK = between(walk('F-ARC.normal'), { opener: '330106', counterpart: '440106' });
const [OPENER, COUNTERPART, STRANGER] = ['330000', '440000', '450000'] as const;
const [FROM, TO] = ['yrd', 'gba'] as const;
const [FIRST] = WALK.messages;
const SIDES = { item: WALK.item, opener: WALK.opener.division, counterpart: WALK.counterpart.division };
const PDF = { mediaType: 'application/pdf' } as const;
const sha = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Files of cases across regions: stored before they are claimed, copied, saved, and refused by name (DESIGN §6). */
export function describeAttachments(environment: () => TestEnvironment): void {
  describe('attachments', () => {
    const directory = mkdtempSync(join(tmpdir(), 'tongban-files-'));
    let opener: Province;
    let counterpart: Province;
    let raw: RawClient;
    const told: RecipientRejection[] = [];
    const saved = new Map<string, Buffer>();

    beforeAll(async () => {
      [opener, counterpart] = await Promise.all([environment().province(OPENER), environment().province(COUNTERPART)]);
      raw = await environment().raw(OPENER);
      await opener.rejections((rejection) => void told.push(rejection));
      await counterpart.receive(async ({ own, caseNo, attachments }) => {
        if (own) return;
        for (const [index, file] of attachments.entries()) saved.set(caseNo, await read(file, join(directory, `${caseNo}-${index}`)));
      });
    });
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    const read = async (file: DeliveredAttachment, path: string): Promise<Buffer> => {
      await file.save(path);
      return readFileSync(path);
    };
    const fileOf = (name: string, bytes: Uint8Array): string => {
      const path = join(directory, name);
      writeFileSync(path, bytes);
      return path;
    };
    const openWith = (...attachments: Attached[]): Promise<{ caseNo: string; messageId: string }> => opener.open({
      ...SIDES, message: FIRST!.message, fields: { ...FIRST!.open, ...FIRST!.personal }, attachments, ...(FIRST!.onBehalfOf && { onBehalfOf: FIRST!.onBehalfOf }),
    } as OpenRequest);
    const ask = (client: RawClient, name: ParticipantQuery, bytes: Uint8Array): Promise<Uint8Array> =>
      new QueryClient(client.nc).request(subjects.query('sandbox', client.credentials.region, client.credentials.participant, name), bytes);
    const requestOf = (bytes: Uint8Array, caseNo: string, more: v1.AttachmentRequest.$Properties = {}): Uint8Array => encode(v1.AttachmentRequest, {
      caseNo, itemCode: SIDES.item, recipientDivision: SIDES.counterpart, digest: sha(bytes), size: bytes.length, mediaType: PDF.mediaType, ...more,
    });
    /** Sends these chunks under the leave for `announced`. */
    const upload = async (announced: Uint8Array, caseNo: string, chunks: readonly Uint8Array[]): Promise<v1.SignedAttachmentLeave.$Properties> => {
      const { leave } = decode(v1.AttachmentReply, await ask(raw, 'attachment-request', requestOf(announced, caseNo)));
      for (const [number, data] of chunks.entries()) {
        expect(decode(v1.AttachmentProgress, await ask(raw, 'attachment-chunk', encode(v1.AttachmentChunk, { leave, number, data }))).next).toBe(number + 1);
      }
      return leave!;
    };
    const placeOf = ({ receipt }: Attached) => readAttachmentReceipt(decode(v1.SignedAttachmentReceipt, Buffer.from(receipt, 'base64'))).file;
    const stored = async (region: RegionCode, { participant, fileId }: { participant: string; fileId: string }) =>
      readSubject(await environment().hubConnection(region), streams.files(region), subjects.file(region, participant, fileId));
    const copied = (attached: Attached) => eventually('the copy in the other region', async () => {
      const entries = await stored(TO, placeOf(attached));
      return entries.at(-1)?.headers[headers.fileEnd] === 'stored' ? entries : undefined;
    });

    it('arrive across regions in chunks with the same digest, and are shown with the case', async () => {
      const bytes = randomBytes(5 * FILE_CHUNK_BYTES + 77);
      const attached = await opener.attach(SIDES, { path: fileOf('one.pdf', bytes) }, { ...PDF, material: 'M-AUTH' });
      const { caseNo, messageId } = await openWith(attached);
      expect(caseNo).toBe(attached.caseNo);
      await opener.settled(messageId, 'TAKEN', { timeoutMs: 30_000 });
      expect(saved.get(caseNo)?.equals(bytes)).toBe(true);
      expect((await copied(attached)).map(({ headers: own }) => own[headers.chunk] ?? own[headers.fileEnd])).toEqual(['0', '1', '2', '3', '4', '5', 'stored']);
      const shown = [{ digest: `sha256:${sha(bytes).toString('hex')}`, size: bytes.length, mediaType: PDF.mediaType, materialCode: 'M-AUTH', participant: OPENER }];
      expect((await counterpart.show(caseNo)).entries[0]?.attachments).toMatchObject(shown);
    }, 60_000);

    it('as a stream, of a case that is open, are read by the side they are for', async () => {
      const { caseNo } = await openWith();
      await eventually('the case is known', async () => (await counterpart.show(caseNo).catch(() => undefined)) && true);
      const bytes = randomBytes(FILE_CHUNK_BYTES + 1);
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
      };
      const attached = await opener.attach({ caseNo }, { stream: pieces() }, PDF);
      expect([attached.size, attached.digest]).toEqual([bytes.length, digestName(sha(bytes))]);
      await copied(attached);
    }, 30_000);

    it('go on where a broken upload left them, and once whole are whole at once', async () => {
      const bytes = randomBytes(3 * FILE_CHUNK_BYTES + 5);
      const caseNo = raw.caseNo(SIDES.opener);
      await upload(bytes, caseNo, [bytes.subarray(0, FILE_CHUNK_BYTES), bytes.subarray(FILE_CHUNK_BYTES, 2 * FILE_CHUNK_BYTES)]);
      const progress: number[] = [];
      const again = (): Promise<Attached> => opener.attach({ ...SIDES, caseNo }, { path: fileOf('resumed.pdf', bytes) }, { ...PDF, onProgress: (done) => progress.push(done) });
      const attached = await again();
      expect(progress).toEqual([3 * FILE_CHUNK_BYTES, bytes.length]);
      expect(await again()).toEqual(attached);
      expect(progress).toHaveLength(2);
    });

    it('are refused by name when what was sent is not what was announced; nothing of it stays', async () => {
      const bytes = randomBytes(FILE_CHUNK_BYTES + 9);
      const caseNo = raw.caseNo(SIDES.opener);
      const wrong = Buffer.from(bytes);
      wrong[FILE_CHUNK_BYTES + 3]! ^= 4;
      const leave = await upload(bytes, caseNo, [wrong.subarray(0, FILE_CHUNK_BYTES), wrong.subarray(FILE_CHUNK_BYTES)]);
      await expect(ask(raw, 'attachment-complete', encode(v1.AttachmentCompletion, { leave })))
        .rejects.toMatchObject({ code: 'attachment.corrupt', faults: [expect.objectContaining({ path: 'digest', en: expect.stringContaining(sha(bytes).toString('hex')) })] });
      expect(await stored(FROM, { participant: OPENER, fileId: attachmentFileId('sandbox', { participant: OPENER, caseNo, digest: sha(bytes) }) })).toEqual([]);
      const halfway = await upload(bytes, caseNo, [bytes.subarray(0, FILE_CHUNK_BYTES)]);
      await expect(ask(raw, 'attachment-complete', encode(v1.AttachmentCompletion, { leave: halfway }))).rejects.toMatchObject({ code: 'attachment.missing', message: expect.stringContaining('1 of 2') });
      await expect(ask(raw, 'attachment-chunk', encode(v1.AttachmentChunk, { leave: halfway, number: 1, data: bytes }))).rejects.toMatchObject({ code: 'message.malformed' });
      expect(decode(v1.AttachmentProgress, await ask(raw, 'attachment-chunk', encode(v1.AttachmentChunk, { leave: halfway, number: 7, data: bytes }))).next).toBe(1);
    });

    it.each<[string, v1.AttachmentRequest.$Properties, string]>([
      ['too large', { size: 2 ** 31 }, 'attachment.too-large'], ['empty', { size: 0 }, 'attachment.too-large'], ['of a type the item does not take', { mediaType: 'text/html' }, 'attachment.type-not-allowed'],
      ['of a material the item does not have', { materialCode: 'M-PHOTO' }, 'query.invalid'], ['without a digest', { digest: new Uint8Array() }, 'query.invalid'],
      ['of an item nobody knows', { itemCode: 'HRSS-XXX-0000' }, 'item.unknown'], ['for the own participant', { recipientDivision: '330100' }, 'parties.same-participant'],
    ])('are refused before a byte is sent: %s', async (what, change, code) =>
      expect(ask(raw, 'attachment-request', requestOf(Buffer.from(what), raw.caseNo(SIDES.opener), change))).rejects.toMatchObject({ code }));

    it('are refused by the own SDK before anything is asked, by the rule of the item', async () => {
      const path = fileOf('page.html', Buffer.from('<p>'));
      await expect(opener.attach(SIDES, { path }, { mediaType: 'text/html' })).rejects.toMatchObject({ code: 'attachment.type-not-allowed' });
      await expect(opener.attach(SIDES, { path: join(directory, 'nothing.pdf') }, PDF)).rejects.toMatchObject({ code: 'query.invalid' });
      const other = await opener.attach(SIDES, { path: fileOf('other.pdf', Buffer.from('other')) }, PDF);
      const { caseNo } = await openWith();
      await expect(opener.send(caseNo, { message: FIRST!.message, fields: {}, attachments: [other] })).rejects.toMatchObject({ code: expect.stringMatching(/^(attachment|message)\./) });
    });

    it("are nobody else's: not of another's case, not under another's leave, not to read", async () => {
      const bytes = Buffer.from('for two');
      const attached = await opener.attach(SIDES, { path: fileOf('two.pdf', bytes) }, PDF);
      const { caseNo, messageId } = await openWith(attached);
      await opener.settled(messageId, 'REGISTERED');
      const stranger = await environment().raw(STRANGER);
      await expect(ask(stranger, 'attachment-request', requestOf(bytes, caseNo))).rejects.toMatchObject({ code: 'query.forbidden' });
      await expect(ask(stranger, 'attachment-request', requestOf(bytes, raw.caseNo(SIDES.opener)))).rejects.toMatchObject({ code: 'case.unknown' });
      const { leave } = decode(v1.AttachmentReply, await ask(raw, 'attachment-request', requestOf(bytes, raw.caseNo(SIDES.opener))));
      await expect(ask(stranger, 'attachment-chunk', encode(v1.AttachmentChunk, { leave, number: 0, data: bytes }))).rejects.toMatchObject({ code: 'attachment.leave-invalid' });
      await copied(attached);
      const { participant, fileId } = placeOf(attached);
      const query = encode(v1.AttachmentPartQuery, { participant, fileId });
      await expect(ask(stranger, 'attachment-part', query)).rejects.toMatchObject({ code: expect.stringMatching(/query.forbidden|attachment.pending/) });
      await expect(ask(await environment().raw('320000'), 'attachment-part', query)).rejects.toMatchObject({ code: 'query.forbidden' });
      // An operator reaches the services of every hub; files are for hubs alone.
      await expect(environment().ask(FROM, 'files.part', query)).rejects.toMatchObject({ code: 'query.forbidden' });
    }, 30_000);

    it('that are not there when the message comes are refused by the border, by name', async () => {
      const digest = sha(randomBytes(8));
      const caseNo = raw.caseNo(SIDES.opener);
      const signer = new Signer(environment().setup.identities.hubs[FROM].signingKey);
      const file = {
        fileId: attachmentFileId('sandbox', { participant: OPENER, caseNo, digest }), caseNo, itemCode: SIDES.item, participant: OPENER, recipient: COUNTERPART, digest, size: 8, mediaType: PDF.mediaType, chunkBytes: FILE_CHUNK_BYTES,
      };
      const claim = await signAttachmentReceipt(signer, { region: FROM, environment: 'sandbox', file, storedAt: new Date().toISOString(), keepUntil: '2099-01-01' });
      const message = {
        flow: WALK.flow, item: WALK.item, caseNo, message: FIRST!.message, from: SIDES.opener, to: SIDES.counterpart, open: FIRST!.open, personal: FIRST!.personal, ...(FIRST!.onBehalfOf && { onBehalfOf: FIRST!.onBehalfOf }),
      };
      const { receipt } = await raw.verdict(await raw.send({ ...message, change: { attachments: [claim] } }));
      expect(receipt).toMatchObject({ issuer: `hub:${FROM}`, code: 'attachment.missing', faults: [expect.objectContaining({ path: 'attachments.0', en: expect.stringContaining(digest.toString('hex')) })] });
      const forged = { ...claim, receipt: encode(v1.AttachmentReceipt, { ...decode(v1.AttachmentReceipt, claim.receipt), keepUntil: '2100-01-01' }) };
      expect((await raw.verdict(await raw.send({ ...message, change: { attachments: [forged] } }))).receipt).toMatchObject({ code: 'attachment.claim-invalid' });
    });

    it('that are spoilt in the region of the recipient are rejected by its system, by name', async () => {
      const bytes = randomBytes(1_000);
      const attached = await opener.attach(SIDES, { path: fileOf('spoilt.pdf', bytes) }, PDF);
      const entries = await copied(attached);
      const nc = await environment().hubConnection(TO);
      const { participant, fileId } = placeOf(attached);
      const files = new FileStream(nc, new DurablePublisher(nc), TO);
      await files.remove({ participant, fileId });
      const spoilt = Buffer.from(bytes);
      spoilt[500]! ^= 4;
      await files.appendEnd({ participant, fileId }, 'stored', entries.at(-1)!.data, await files.appendChunk({ participant, fileId }, 0, spoilt, 0));
      const { caseNo, messageId } = await openWith(attached);
      const rejection = await eventually('the rejection', () => told.find((one) => one.messageId === messageId));
      expect(rejection).toMatchObject({ caseNo, returned: true, receipt: { issuer: `participant:${COUNTERPART}`, code: 'attachment.corrupt', faults: [expect.objectContaining({ path: 'attachments.0', en: expect.stringContaining(attached.digest) })] } });
      expect(saved.has(caseNo)).toBe(false);
    }, 30_000);

    it('are sent, listed and fetched by the command line', async () => {
      const bytes = randomBytes(FILE_CHUNK_BYTES + 12);
      const run = (...args: string[]) => tongban(['case', ...args, '--data', environment().setup.layout.root, '--json']);
      const fields = fileOf('fields.json', Buffer.from(JSON.stringify({ ...FIRST!.open, ...FIRST!.personal })));
      const opened = await run('open', '--item', SIDES.item, '--opener', SIDES.opener, '--counterpart', SIDES.counterpart, '--entry', FIRST!.message, '--on-behalf-of', FIRST!.onBehalfOf ?? '', '--file', fields,
        '--attach', `M-AUTH=${fileOf('signed.pdf', bytes)}`, '--attach', fileOf('note.txt', Buffer.from('hello')), '--wait', 'TAKEN');
      expect(opened).toMatchObject({ exit: 0, json: { level: 'TAKEN' } });
      const { json } = await run('attachments', opened.json.caseNo);
      expect(json.attachments).toMatchObject([{ materialCode: 'M-AUTH', mediaType: 'application/pdf', size: bytes.length }, { mediaType: 'text/plain', size: 5 }]);
      const out = join(directory, 'fetched.pdf');
      const fetched = await run('fetch', opened.json.caseNo, json.attachments[0].digest.slice(0, 20), '--as', SIDES.counterpart, '--out', out);
      expect([fetched.exit, readFileSync(out).equals(bytes)]).toEqual([0, true]);
      expect(await run('fetch', opened.json.caseNo, 'sha256:00000000', '--as', SIDES.counterpart, '--out', out)).toMatchObject({ exit: 1, json: { error: { code: 'find.nothing' } } });
      expect(await run('open', '--item', SIDES.item, '--opener', SIDES.opener, '--counterpart', SIDES.counterpart, '--attach', fileOf('program.exe', bytes))).toMatchObject({ exit: 2 });
    }, 60_000);

    it('are deleted when their retention is over; a signed record says so and stays', async () => {
      const attached = await opener.attach(SIDES, { path: fileOf('old.pdf', randomBytes(FILE_CHUNK_BYTES + 3)) }, PDF);
      const { participant, fileId, chunkBytes, size } = placeOf(attached);
      const begun = randomBytes(2 * FILE_CHUNK_BYTES);
      const caseNo = raw.caseNo(SIDES.opener);
      await upload(begun, caseNo, [begun.subarray(0, FILE_CHUNK_BYTES)]);
      const nc = await environment().hubConnection(FROM);
      const { catalogue, setup } = environment();
      const ports = (days: number, leaveHours: number): FilePorts => ({
        environment: 'sandbox', region: FROM, files: new FileStream(nc, new DurablePublisher(nc), FROM), rolling: new RollingDigests(), paces: { storing: new Pace(undefined), giving: new Pace(undefined) }, rules: { ...catalogue.attachments, leaveHours }, trust: new TrustDirectory(setup.identities.trust),
        signer: new Signer(setup.identities.hubs[FROM].signingKey), clock: { now: () => beijingInstant(Date.now() + days * 86_400_000) }, regionOf: (code) => catalogue.divisions.regionOf(code),
        caseOf: () => Promise.reject(new Error('nothing is attached here')), announce: () => Promise.resolve(), askPart: () => Promise.reject(new Error('nothing is fetched here')),
      });
      expect(chunkCount({ size, chunkBytes })).toBe(2);
      expect(await sweepFiles(ports(0, 72))).toEqual({ deleted: 0, abandoned: 0 });
      const swept = await sweepFiles(ports(200, 0));
      expect(swept.deleted).toBeGreaterThanOrEqual(1);
      expect(swept.abandoned).toBeGreaterThanOrEqual(1);
      const [record, ...more] = await stored(FROM, { participant, fileId });
      expect([record?.headers[headers.fileEnd], more]).toEqual(['deleted', []]);
      expect(readAttachmentDeletion(record!.data)).toMatchObject({ issuer: `hub:${FROM}`, file: { fileId, size } });
      await expect(ask(raw, 'attachment-part', encode(v1.AttachmentPartQuery, { participant, fileId }))).rejects.toMatchObject({ code: 'attachment.missing', message: expect.stringContaining('deleted') });
      expect(await stored(FROM, { participant: OPENER, fileId: attachmentFileId('sandbox', { participant: OPENER, caseNo, digest: sha(begun) }) })).toEqual([]);
      // What a message claims is not there any more either.
      const { messageId } = await openWith(attached);
      await expect(opener.settled(messageId, 'REGISTERED')).rejects.toMatchObject({ code: 'attachment.missing' });
    }, 30_000);
  });
}
