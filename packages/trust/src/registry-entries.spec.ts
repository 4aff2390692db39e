import { REGISTRY_ENTRY_BYTES_MAX, TongbanError, encode, v1 } from '@tongban/contracts';
import * as fc from 'fast-check';
import { AT, Log, PLACE, approval, artefact, asDouble, command, directory, people, publication, publishedLog, signed } from '../test/registry-scene';
import { sha256 } from './digest';
import { signRegistryCommand } from './registry-commands';
import { openRegistryEntry, verifyRegistryEntry, withoutContent } from './registry-entries';

const refusal = async (bytes: Uint8Array): Promise<string | undefined> => verifyRegistryEntry(directory, bytes, PLACE).then(() => undefined, (error: TongbanError) => error.code);
const draft = { draftAbandoned: { draftId: 'D-1' } };
const abandon = { abandonDraft: { draftId: 'D-1' } };
const entry = async (): Promise<Uint8Array> => new Log().append(await signed(abandon), draft);
const changed = (bytes: Uint8Array, changes: v1.SignedRegistryEntry.$Properties): Uint8Array => encode(v1.SignedRegistryEntry, { ...v1.SignedRegistryEntry.decode(bytes), ...changes });

describe('an entry of a registry log', () => {
  it('shows what happened, who did it and why', async () => {
    const verified = await verifyRegistryEntry(directory, await entry(), PLACE);
    expect(verified.entry).toMatchObject({ number: 1, owner: 'nat', at: AT });
    expect(verified.content?.event).toMatchObject({ actor: 'person:steward-1', unit: 'nat', keyId: 'person:steward-1#1', reason: 'because', draftAbandoned: { draftId: 'D-1' } });
    expect(verified.content?.event.commandId).toBe(verified.command?.command.commandId);
  });
  it('can be verified without its content, which it still names', async () => {
    const whole = await entry();
    const bytes = withoutContent(whole);
    const verified = await verifyRegistryEntry(directory, bytes, PLACE);
    expect([verified.content, verified.command]).toEqual([undefined, undefined]);
    expect([verified.hash, verified.entry]).toEqual([openRegistryEntry(whole).hash, openRegistryEntry(whole).entry]);
    expect(bytes.length).toBeLessThan(whole.length);
  });
  it('of another hub is refused', async () =>
    expect(await refusal(await new Log().append(await signed(abandon), draft, {}, people.otherHub))).toBe('signature.unknown-key'));
  it.each([
    ['environment', { environment: 'drill' as const }, 'message.wrong-environment'],
    ['owner', { owner: 'yrd' }, 'standard.wrong-owner'],
  ])('of another %s is refused', async (_what, changes, code) => expect(await refusal(await new Log().append(await signed(abandon), draft, changes))).toBe(code));
  it('whose command was signed for another owner is refused', async () => {
    const elsewhere = await signRegistryCommand(people.first.signer, { ...command(abandon), owner: 'yrd' });
    expect(await refusal(await new Log().append(elsewhere, draft))).toBe('standard.wrong-owner');
  });
  it('whose command nobody signed is refused', async () => {
    const { command: bytes } = v1.SignedRegistryCommand.decode(await signed(abandon));
    expect(await refusal(await new Log().append(encode(v1.SignedRegistryCommand, { command: bytes }), draft))).toBe('signature.missing');
  });
  it('with another command or event than its hub signed is refused', async () => {
    const bytes = await entry();
    expect(await refusal(changed(bytes, { command: await signed(abandon) }))).toBe('digest.mismatch');
    expect(await refusal(changed(bytes, { event: encode(v1.RegistryEvent, draft) }))).toBe('digest.mismatch');
    expect(await refusal(changed(bytes, { event: new Uint8Array() }))).toBe('message.malformed');
  });
  it('whose event names somebody else than its command is refused', async () => {
    const { entry: honest, content } = openRegistryEntry(await entry());
    const event = encode(v1.RegistryEvent, { ...content!.event, actor: 'person:steward-2' });
    const resigned = encode(v1.RegistryEntry, { ...honest, eventDigest: sha256(event) });
    expect(await refusal(encode(v1.SignedRegistryEntry, { entry: resigned, signature: await people.hub.signer.sign(resigned), command: content!.command, event }))).toBe('registry.chain-broken');
  });
  it('that is too large is never made, and refused before it is decoded', async () => {
    const content = 'x'.repeat(REGISTRY_ENTRY_BYTES_MAX);
    await expect(new Log().append(await signed(abandon), publication([], [artefact(content)]))).rejects.toMatchObject({ code: 'registry.too-large' });
    expect(await refusal(new Uint8Array(REGISTRY_ENTRY_BYTES_MAX + 1))).toBe('registry.too-large');
  });
  it('never survives one flipped bit', async () => {
    const bytes = await entry();
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(await refusal(flipped)).toBeDefined();
    }), { numRuns: 300 });
  });
});

describe('a publication', () => {
  const published = async (event: Parameters<Log['append']>[1]): Promise<string | undefined> => refusal(await new Log().append(await signed({ publishDraft: { draftId: 'D-1' } }), event));
  it('shows that two persons approved it', async () => {
    const bytes = (await publishedLog()).entries.at(-1)!;
    const { content } = await verifyRegistryEntry(directory, bytes, PLACE);
    expect(content?.event.artefactsPublished?.artefacts?.[0]?.artefact?.content).toEqual(artefact().content);
  });
  it.each([
    ['nobody', async () => [], 'approval.missing'],
    ['one person', async () => [await approval(people.first)], 'approval.missing'],
    ['one person twice', async () => [await approval(people.first), await approval(people.first)], 'approval.same-person'],
    ['one key under two names', async () => [await approval(people.first), await approval(asDouble)], 'approval.same-key'],
    ['two persons of another text', async () => [await approval(people.first), await approval(people.second, 'e'.repeat(64))], 'approval.digest-changed'],
    ['two persons of another draft', async () => [await approval(people.first), await approval(people.second, undefined, 'D-2')], 'approval.missing'],
    ['two commands that approve nothing', async () => [await signed(abandon, people.first), await signed(abandon, people.second)], 'approval.missing'],
    ['a person whose key was over', async () => [await approval(people.first), await approval(people.retired)], 'signature.unknown-key'],
  ])('approved by %s is refused', async (_who, approvals, code) => expect(await published(publication(await approvals()))).toBe(code));
  it('with an artefact of another digest is refused', async () => {
    const approvals = [await approval(people.first), await approval(people.second)];
    expect(await published(publication(approvals, [{ ...artefact(), content: Buffer.from('{}') }]))).toBe('digest.mismatch');
  });
});

describe('a suspension, resumption or withdrawal', () => {
  const targets = [{ kind: v1.ArtefactKind.ARTEFACT_KIND_FLOW, id: 'F-1', version: '1.0' }];
  const scope = v1.SuspensionScope.SUSPENSION_SCOPE_ALL;
  type Event = Parameters<Log['append']>[1];
  const ACTIONS: [string, Parameters<typeof command>[0], (action: { actionId: string; proposal: Uint8Array }) => Event][] = [
    ['suspension', { suspendArtefacts: { targets, scope } }, (action) => ({ artefactsSuspended: { ...action, targets, scope } })],
    ['resumption', { resumeArtefacts: { targets } }, (action) => ({ artefactsResumed: { ...action, targets } })],
    ['withdrawal', { withdrawArtefacts: { targets } }, (action) => ({ artefactsWithdrawn: { ...action, targets } })],
  ];
  /** What comes of it when `confirmer` confirms what `first` asked for. */
  const outcome = async (body: Parameters<typeof command>[0], event: (action: { actionId: string; proposal: Uint8Array }) => Event, confirmer: Parameters<typeof signed>[1] = people.second): Promise<string | undefined> => {
    const fields = command(body);
    const proposal = await signRegistryCommand(people.first.signer, fields);
    const actionId = fields.commandId!;
    return refusal(await new Log().append(await signed({ confirmAction: { actionId } }, confirmer), event({ actionId, proposal })));
  };
  it.each(ACTIONS)('(%s) holds when another person confirms it', async (_what, body, event) => expect(await outcome(body, event)).toBeUndefined());
  it.each(ACTIONS)('(%s) is refused when the same person confirms it', async (_what, body, event) => expect(await outcome(body, event, people.first)).toBe('approval.same-person'));
  it.each(ACTIONS)('(%s) is refused when the same key confirms it under another name', async (_what, body, event) => expect(await outcome(body, event, asDouble)).toBe('approval.same-key'));
  it.each(ACTIONS)('(%s) is refused without what the first person signed', async (_what, body, event) =>
    expect(await outcome(body, (action) => event({ ...action, proposal: new Uint8Array() }))).toBe('approval.missing'));
  it.each(ACTIONS)('(%s) is refused when it does what was not asked for', async (_what, _body, event) => {
    expect(await outcome({ abandonDraft: {} }, event)).toBe('approval.digest-changed');
  });
  it('of another scope or other versions than asked for is refused', async () => {
    const [, body] = ACTIONS[0]!;
    expect(await outcome(body, (action) => ({ artefactsSuspended: { ...action, targets, scope: v1.SuspensionScope.SUSPENSION_SCOPE_NEW_CASES } }))).toBe('approval.digest-changed');
    expect(await outcome(body, (action) => ({ artefactsSuspended: { ...action, targets: [...targets, { ...targets[0]!, version: '1.1' }], scope } }))).toBe('approval.digest-changed');
  });
  it('that nobody confirmed is refused', async () => {
    const fields = command({ suspendArtefacts: { targets, scope } });
    const proposal = await signRegistryCommand(people.first.signer, fields);
    const bytes = await new Log().append(await signed(abandon, people.second), { artefactsSuspended: { actionId: fields.commandId, proposal, targets, scope } });
    expect(await refusal(bytes)).toBe('approval.missing');
  });
});
