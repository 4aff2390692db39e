import { randomUUID } from 'node:crypto';
import { ENVIRONMENTS, REGISTRY_COMMAND_BYTES_MAX, TongbanError, encode, v1 } from '@tongban/contracts';
import * as fc from 'fast-check';
import { AT, PLACE, artefact, command, directory, forged, people, signed } from '../test/registry-scene';
import { artefactDigest } from './artefact-digest';
import { actorOf } from './registry-actor';
import { openRegistryCommand, signRegistryCommand, verifyRegistryCommand } from './registry-commands';
import { issueReceipt } from './receipts';
import { signMessage } from './signed-message';

const publish = { publishDraft: { draftId: 'D-1' } };
const verify = (bytes: Uint8Array, takenAt = AT) => verifyRegistryCommand(directory, bytes, { ...PLACE, takenAt });
/** Code of the refusal, and the paths of its faults. */
const refusal = async (bytes: Uint8Array, takenAt = AT): Promise<string[]> => verify(bytes, takenAt).then(
  () => [], (error: TongbanError) => [error.code, ...error.faults.map(({ path }) => path)],
);

describe('a command to the registry', () => {
  it('is accepted as the person signed it, and says who that was', async () => {
    const bytes = await signed(publish);
    const opened = await verify(bytes);
    expect(opened.command.publishDraft?.draftId).toBe('D-1');
    expect(opened.bytes).toBe(bytes);
    expect(actorOf(opened.command)).toEqual({ personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' });
  });
  it('is the same bytes when signed again', async () => {
    const fields = command(publish);
    const [one, two] = [await signRegistryCommand(people.first.signer, fields), await signRegistryCommand(people.first.signer, fields)];
    expect(Buffer.from(one).equals(two)).toBe(true);
  });
  it.each([
    ['of another environment', { environment: ENVIRONMENTS.drill }, ['message.wrong-environment']],
    ['for another owner', { owner: 'yrd' }, ['standard.wrong-owner']],
    ['that names another person than its key', { actor: 'person:steward-2' }, ['signature.other-owner']],
    ['that names a participant with the key of a person', { actor: 'participant:310000', unit: '310000' }, ['signature.other-owner']],
    ['for a unit the person may not speak for', { unit: 'gba' }, ['registry.actor-not-allowed']],
    ['for a participant the person may not speak for', { unit: '310000' }, ['registry.actor-not-allowed']],
    ['with nothing to do', { publishDraft: undefined }, ['registry.command-invalid', 'body']],
    ['with every attribute wrong', { commandId: '1', owner: 'xx', actor: 'steward', unit: '', at: '2026-02-30T09:00:00+08:00', reason: 'x'.repeat(4001) },
      ['registry.command-invalid', 'command_id', 'owner', 'actor', 'unit', 'at', 'reason']],
    ['at no instant', { at: '2026-03-02' }, ['registry.command-invalid', 'at']],
    ['without an offset', { at: '2026-03-02T09:00:00' }, ['registry.command-invalid', 'at']],
  ])('%s is refused', async (_what, change, expected) => {
    expect(await refusal(await signRegistryCommand(people.first.signer, { ...command(publish), ...change }))).toEqual(expected);
  });
  it('of another key than it names, or of one that nobody registered, is refused', async () => {
    const bytes = await forged(people.first, { ...command(publish), keyId: 'person:steward-1#2' });
    expect(await refusal(bytes)).toEqual(['signature.invalid']);
    const { commandBytes, signature } = openRegistryCommand(bytes);
    expect(await refusal(encode(v1.SignedRegistryCommand, { command: commandBytes, signature: { ...signature, keyId: 'person:steward-1#2' } }))).toEqual(['signature.unknown-key']);
  });
  it('without a signature is refused', async () => {
    const { commandBytes } = openRegistryCommand(await signed(publish));
    expect(await refusal(encode(v1.SignedRegistryCommand, { command: commandBytes }))).toEqual(['signature.missing']);
  });
  it('of a key whose time is over is refused, and dating it back does not help', async () => {
    expect(await refusal(await signed(publish, people.retired))).toEqual(['signature.unknown-key']);
    const dated = await signRegistryCommand(people.retired.signer, { ...command(publish, people.retired.actor), at: '2025-06-02T09:00:00+08:00' });
    expect(await refusal(dated)).toEqual(['signature.unknown-key']);
    expect(await refusal(dated, '2025-06-02T09:00:01+08:00')).toEqual([]);
  });
  it.each([['nothing', new Uint8Array()], ['no protobuf', Buffer.from('no protobuf')]])('of %s is refused', async (_what, bytes) => expect(await refusal(bytes)).toEqual(['message.malformed']));
  it('that is too large is refused before it is decoded, and never made', async () => {
    expect(await refusal(new Uint8Array(REGISTRY_COMMAND_BYTES_MAX + 1))).toEqual(['registry.too-large']);
    const large = { draftArtefacts: { artefacts: [artefact('x'.repeat(REGISTRY_COMMAND_BYTES_MAX))] } };
    await expect(signed(large)).rejects.toMatchObject({ code: 'registry.too-large' });
  });
  it('never survives one flipped bit', async () => {
    const bytes = await signed(publish);
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(await refusal(flipped)).not.toEqual([]);
    }), { numRuns: 500 });
  });
  it('is not what the same key signed as a message or receipt', async () => {
    const signer = people.province.signer;
    const envelope = v1.SignedMessage.decode(await signMessage(signer, { messageId: randomUUID(), environment: ENVIRONMENTS.sandbox, sender: { participant: '310000' } }));
    const receipt = await issueReceipt(signer, { level: 'TAKEN', messageId: 'm', issuer: 'participant:310000', at: AT });
    for (const [command, signature] of [[envelope.envelope, envelope.signature], [receipt.receipt, receipt.signature]] as const) {
      expect(await refusal(encode(v1.SignedRegistryCommand, { command, signature }))).toEqual(['message.malformed']);
    }
  });
});

describe('a participant', () => {
  const as = (body: Parameters<typeof command>[0], unit = '310000') => signRegistryCommand(people.province.signer, command(body, people.province.actor, unit));
  it.each([['declare', { declareAdoption: { participant: '310000' } }], ['comment', { addComment: { draftId: 'D-1' } }], ['declare its maintenance', { declareMaintenance: { participant: '310000' } }]])('may %s with its own key', async (_what, body) => {
    const { command: taken } = await verify(await as(body));
    expect(actorOf(taken).personId).toBe('participant:310000');
  });
  it('may not speak for another', async () => expect(await refusal(await as({ addComment: {} }, '320000'))).toEqual(['registry.actor-not-allowed']));
  it.each([
    'draftArtefacts', 'draftCorrigendum', 'revertArtefacts', 'openConsultation', 'disposeComment', 'approveDraft', 'publishDraft', 'abandonDraft',
    'suspendArtefacts', 'resumeArtefacts', 'withdrawArtefacts', 'confirmAction', 'dropAction', 'setTarget',
  ])('may not give the command %s, which is a person\'s', async (body) => {
    expect(await refusal(await as({ [body]: {} }))).toEqual(['registry.actor-not-allowed']);
  });
});

describe('an artefact', () => {
  it('has the digest that the contract says', () =>
    expect(artefactDigest(Buffer.from('{"id":"X"}'))).toBe('d8c245ea9820b8fef25070dfc2042c5986b83649ee3e4062a584579a96db66d3'));
  it.each([
    ['draftArtefacts', { draftArtefacts: { artefacts: [artefact(), { ...artefact(), content: Buffer.from('{}') }] } }, 'draft_artefacts.artefacts.1.digest'],
    ['draftCorrigendum', { draftCorrigendum: { artefacts: [{ artefact: { ...artefact(), digest: '' } }] } }, 'draft_corrigendum.artefacts.0.artefact.digest'],
  ])('of another content than its digest says is refused in %s', async (_what, body, path) => expect(await refusal(await signed(body))).toEqual(['digest.mismatch', path]));
});
