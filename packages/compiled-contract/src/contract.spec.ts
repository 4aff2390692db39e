import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CataloguePublication, VersionedCatalogue } from '@tongban/catalogue';
import { type Flow, artefactVersion } from '@tongban/domain';
import Ajv2020 from 'ajv/dist/2020';
import { skillCertificates } from '../../catalogue/test/skill-certificates';
import { AT, FLOWS, base, jsonOf, reference, textOf, walks } from '../test/reference';
import { MANIFEST_PATH } from './contract';
import { type ContractFile, digestOf, fileDigest } from './contract-file';
import { contractOf } from './published-contract';

const BUF = join(dirname(createRequire(__filename).resolve('@bufbuild/buf/package.json')), 'bin', 'buf');
const contracts = new Map(FLOWS.map((flow) => [flow, contractOf(reference, flow, { at: AT })]));
const contract = (flow: string) => contracts.get(flow)!;

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
function written(files: readonly ContractFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-contract-'));
  folders.push(folder);
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}
/** Its standard output; throws with what it says. */
const buf = (...args: readonly string[]): string => execFileSync(process.execPath, [BUF, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('the contract of a published version', () => {
  it('buf lint takes the .proto files of all flows, side by side', () => {
    expect(buf('lint', join(written([...contracts.values()].flatMap(({ files }) => files)), 'proto'))).toBe('');
  });

  it.each(FLOWS)('%s: buf build makes the same descriptor of the .proto', (flow) => {
    const folder = written(contract(flow).files);
    buf('build', join(folder, 'proto'), '--as-file-descriptor-set', '--exclude-source-info', '-o', join(folder, 'built.binpb'));
    expect(readFileSync(join(folder, 'built.binpb')).equals(readFileSync(join(folder, 'descriptor.binpb')))).toBe(true);
  });

  it.each(FLOWS)('%s: every file is what its digest says, the whole is named by one digest, and compiled anew it is the same', (flow) => {
    const { files, manifest, counts } = contract(flow);
    expect(jsonOf(files, MANIFEST_PATH)).toEqual(manifest);
    const { digest, ...named } = manifest;
    expect(digestOf(named)).toBe(digest);
    expect(manifest.files.map((one) => one.path)).toEqual(files.map(({ path }) => path).filter((path) => path !== MANIFEST_PATH).sort());
    for (const listed of manifest.files) {
      const { bytes } = files.find(({ path }) => path === listed.path)!;
      expect([listed.size, listed.digest]).toEqual([bytes.length, fileDigest(bytes)]);
    }
    const again = contractOf(VersionedCatalogue.of(base), flow, { at: '2026-11-30T00:00:00Z' });
    expect(again.files.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).toEqual(files.map(({ bytes }) => Buffer.from(bytes).toString('base64')));
    expect(counts).toMatchObject({ files: files.length, steps: base.flows.get(flow)!.transitions.length, guides: base.flows.get(flow)!.itemCodes.length });
    expect(manifest.schemaDigest).toBe(reference.flowsAsOf(AT).get(flow)!.messages.digest);
  });

  it('the JSON Schemas take every message of the example walks', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const { flow, messages } of walks) {
      for (const { message, open, personal } of messages) {
        const schema = jsonOf(contract(flow).files, `json-schema/${message}.schema.json`);
        const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
        expect([message, validate({ open, personal }), validate.errors]).toEqual([message, true, null]);
      }
    }
  });
});

describe('contracts of successive versions', () => {
  const { flows: [flow], items, standards } = skillCertificates();
  const ref = { kind: 'flow', id: flow.flowId } as const;
  const dates = ['2026-01-10T00:00:00+08:00', '2026-02-10T00:00:00+08:00', '2026-04-10T00:00:00+08:00'] as const;
  const without = (content: Flow, message: string, field: string): Flow => ({ ...content, messages: content.messages.map((one) => (one.messageId === message ? { ...one, fields: one.fields.filter(({ id }) => id !== field) } : one)) });
  const [message] = flow.messages as Flow['messages'];
  const gone = message!.fields.find((field) => !field.required && !field.personalData && field.requiredWhen === undefined)!;
  const publication = (number: number, version: string, content: Flow, more: CataloguePublication['artefacts'] = []): CataloguePublication =>
    ({ number, artefacts: [artefactVersion(ref, version, content), ...more], effectiveFrom: dates[number - 1]!, transitionEndsAt: dates[number - 1]! });
  const first = [...standards.map((one: { id: string }) => artefactVersion({ kind: 'standard', id: one.id }, '1.0', one)), ...items.map((one: { itemCode: string }) => artefactVersion({ kind: 'item', id: one.itemCode }, '1.0', one))];
  const catalogue = reference.withPublication(publication(1, '1.0', flow, first)).withPublication(publication(2, '2.0', without(flow, message!.messageId, gone.id))).withPublication(publication(3, '3.0', flow));
  const at = '2026-03-01T00:00:00+08:00';
  const protoOf = (version: string): string => textOf(contractOf(catalogue, flow.flowId, { version, at }).files, `proto/tongban/flow/${String(flow.flowId).toLowerCase().replace(/-/g, '_')}/v${version[0]}/messages.proto`);
  const numberIn = (proto: string): string | undefined => new RegExp(` ${gone.id} = (\\d+);`).exec(proto)?.[1];

  it('a field that is removed keeps its number as reserved, and what comes later under its name has another', () => {
    const [v1, v2, v3] = ['1.0', '2.0', '3.0'].map(protoOf) as [string, string, string];
    const number = numberIn(v1)!;
    expect(Number(number)).toBeGreaterThan(1);
    expect([numberIn(v2), v2.includes(`reserved ${number};`)]).toEqual([undefined, true]);
    expect(v3.includes(`reserved ${number};`)).toBe(true);
    expect(Number(numberIn(v3))).toBeGreaterThan(Number(number));
  });

  it('buf breaking takes a minor version beside the one before it', () => {
    const [message] = flow.messages as Flow['messages'];
    const more = { id: 'note_of_later', zh: '附言', en: 'Remark', type: 'string', required: false, personalData: false, maxLength: 100 };
    const grown: Flow = { ...flow, messages: flow.messages.map((one: typeof message) => (one === message ? { ...one, fields: [...one!.fields, more] } : one)) };
    const minor = reference.withPublication(publication(1, '1.0', flow, first)).withPublication(publication(2, '1.1', grown));
    const [before, after] = ['1.0', '1.1'].map((version) => join(written(contractOf(minor, flow.flowId, { version, at }).files), 'proto'));
    expect(buf('breaking', after!, '--against', before!)).toBe('');
    const other = join(written(contractOf(catalogue, flow.flowId, { version: '1.0', at }).files), 'proto');
    expect(() => buf('breaking', other, '--against', after!)).toThrow();
  });

  it('without a version it is the one present at the instant; one to come can be had beforehand, one of the past for ever', () => {
    expect(contractOf(catalogue, flow.flowId, { at }).manifest.version).toBe('2.0');
    expect(contractOf(catalogue, flow.flowId, { at: dates[2] }).manifest.version).toBe('3.0');
    const [before, after] = [contractOf(catalogue, flow.flowId, { version: '3.0', at }), contractOf(catalogue, flow.flowId, { version: '3.0', at: dates[2] })];
    expect(before.manifest.digest).toBe(after.manifest.digest);
    expect(contractOf(catalogue, flow.flowId, { version: '1.0', at }).manifest.digest).toBe(contractOf(catalogue, flow.flowId, { version: '1.0', at: dates[0] }).manifest.digest);
  });

  it('a hub that got the publications of other flows in another order makes the same bytes', () => {
    const other = artefactVersion({ kind: 'flow', id: FLOWS[0]! }, '1.1', { ...base.flows.get(FLOWS[0]!)!, basis: 'revised' });
    const unrelated = { number: 9, artefacts: [other], effectiveFrom: dates[0], transitionEndsAt: dates[0] };
    const [one, two] = [reference.withPublication(unrelated).withPublication(publication(1, '1.0', flow, first)), reference.withPublication(publication(1, '1.0', flow, first)).withPublication(unrelated)];
    expect(contractOf(one, flow.flowId, { at }).manifest).toEqual(contractOf(two, flow.flowId, { at }).manifest);
  });

  it('says what is not there', () => {
    expect(() => contractOf(catalogue, 'F-NONE', { at })).toThrow(expect.objectContaining({ code: 'find.nothing' }));
    expect(() => contractOf(catalogue, flow.flowId, { version: '7.0', at })).toThrow(expect.objectContaining({ code: 'standard.version-unknown' }));
  });
});
