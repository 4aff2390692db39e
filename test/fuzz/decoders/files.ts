import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFromText, loadCatalogue } from '@tongban/catalogue';
import { type DryRunQuery, type StandardsQuery, decode, encode, readAlarmCursor, readListCursor, readListOrder, v1 } from '@tongban/contracts';
import { checkCitizenId, checkUscc, isDate, isInstant, isPlacedInstant, normaliseCaseNumber, parseCaseNumber, parseFieldType } from '@tongban/domain';
import { readManifest } from '@tongban/data-directory';
import { ParticipantCredentialsSchema, StewardCredentialsSchema, TrustDirectorySchema, generateSigningKey, readCredentials, readTrustDirectory } from '@tongban/trust';
import { parseAlarmFilters, parseCaseFilters } from '@tongban/views';
import { readStandardsQuery } from '../../../packages/registry/src/show/standards-query';
import { readDryRunQuery } from '../../../services/cases/src/dry-run/read-query';
import { type Decoder, text, utf8 } from './decoder';

const FIXTURES = join(__dirname, '../../../packages/catalogue/fixtures');
const base = loadCatalogue();
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
const { signing, public: known } = generateSigningKey('participant:310000');
const credentials = { version: 1, kind: 'participant', environment: 'sandbox', region: 'yrd', servers: ['nats://127.0.0.1:4222'], nkeySeed: 'SUAM', participant: '310000', agencyCode: '12310000000000018C', signingKey: signing };
const steward = { version: 1, kind: 'steward', environment: 'sandbox', person: 'steward-1', signingKey: signing, units: ['nat'] };
const manifest = { version: 1, format: 1, environment: 'sandbox', keys: true, madeAt: '2026-03-02T01:00:00Z', streams: [], files: [{ path: 'trust.json', bytes: 3, digest: 'a'.repeat(64) }] };
const LIST_PLACE = 'yrd=2026-03-02T09:00:00+08:00|HR-310115-20260302-ABCDEFGH-1';

/** Reads a file that holds the input, as programs do. */
const inFile = (name: string, read: (directory: string, file: string) => unknown) => (bytes: Uint8Array): unknown => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-fuzz-'));
  try {
    writeFileSync(join(directory, name), bytes);
    return read(directory, join(directory, name));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
const standardsQuery = (of: StandardsQuery): Uint8Array => json(of);

/** What people hand over in files, and what anybody asks. */
export const fileDecoders = (): readonly Decoder[] => [
  { name: 'bundle', form: 'json', share: 0.15, samples: [readFileSync(join(FIXTURES, 'skill-certificates.json'))], read: (bytes) => bundleFromText(text(bytes), base) },
  { name: 'calendar', form: 'json', share: 0.5, samples: [json({ calendars: [JSON.parse(readFileSync(join(FIXTURES, 'own-calendar-example.json'), 'utf8'))] })], read: (bytes) => bundleFromText(text(bytes), base) },
  { name: 'credentials', form: 'json', samples: [json(credentials)], read: inFile('participant.json', (_, file) => readCredentials(ParticipantCredentialsSchema, file)) },
  { name: 'steward-credentials', form: 'json', samples: [json(steward)], share: 0.3, read: inFile('steward.json', (_, file) => readCredentials(StewardCredentialsSchema, file)) },
  { name: 'trust-directory', form: 'json', samples: [json({ version: 1, keys: [known] })], read: inFile('trust.json', (_, file) => [readCredentials(TrustDirectorySchema, file), readTrustDirectory(file).ownerOf(known.keyId)]) },
  { name: 'backup-manifest', form: 'json', samples: [json(manifest)], read: inFile('manifest.json', (directory) => readManifest(directory)) },
  { name: 'standards-query', form: 'json', samples: [standardsQuery({ section: 'gaps', filters: { region: 'yrd', at: '2026-03-02T09:00:00+08:00' }, limit: 10 })], read: (bytes) => readStandardsQuery(encode(v1.JsonDocument, { json: bytes })) },
  { name: 'dry-run-query', form: 'json', samples: [json({ draft: { owner: 'nat', draftId: 'D-1', digest: 'a'.repeat(64) }, since: '2026-03-01', after: '2026:17' } satisfies DryRunQuery)], read: (bytes) => readDryRunQuery(encode(v1.JsonDocument, { json: bytes })) },
  { name: 'case-list-query', form: 'protobuf', samples: [encode(v1.CaseListQuery, { filters: { participant: '310000', openedFrom: '2026-03-02', dueTo: '2026-04-01', regions: 'yrd+nat', overdue: 'true', handler: '310000/H-7' }, limit: 10, after: `yrd=2026-04-01|${LIST_PLACE.slice(4)}`, order: 'due' })], read: (bytes) => {
    const { filters, after, order } = decode(v1.CaseListQuery, bytes);
    return [parseCaseFilters(filters, '2026-03-02'), readListCursor(after, readListOrder(order))];
  } },
  { name: 'alarm-list-query', form: 'protobuf', samples: [encode(v1.CaseListQuery, { filters: { to: '310000', stage: 'escalation' } })], read: (bytes) => {
    const { filters, after } = decode(v1.CaseListQuery, bytes);
    return [parseAlarmFilters(filters), readAlarmCursor(after)];
  } },
  { name: 'list-cursor', form: 'text', samples: [utf8(LIST_PLACE), utf8(`${LIST_PLACE};nat=2026-03-02T09:00:00+08:00|HR-1`)], read: (bytes) => readListCursor(text(bytes)) },
  { name: 'identifiers', form: 'text', samples: ['HR-310115-20260302-ABCDEFGH-1', '11010519491231002X', '12310000000000018C', '2026-03-02T09:00:00+08:00', 'list<record:R1>'].map(utf8), read: (bytes) => {
    const given = text(bytes);
    return [parseCaseNumber(given), normaliseCaseNumber(given), checkCitizenId(given), checkUscc(given), isDate(given), isInstant(given), isPlacedInstant(given), parseFieldType(given)];
  } },
];
