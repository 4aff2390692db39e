import { encode, v1 } from '@tongban/contracts';
import type { RegistryEvent } from '@tongban/domain';
import { openRegistryCommand } from '@tongban/trust';
import { EFFECTIVE, NOW, OwnerLog, directory, people, signed } from '../test/owner-log';
import type { CommandInput } from './command-of';
import { registryCommandOf } from './command-of';

const title = { zh: '标题', en: 'Title' };
const version = { kind: 'item', id: 'HRSS-1', version: '1.0' } as const;
const terms = { draftId: 'D-1', title, effectiveFrom: '2026-04-01T00:00:00+08:00', transitionDays: 30, reviewDue: '2031-04-01' };
const COMMANDS: readonly CommandInput[] = [
  { type: 'draft', ...terms, artefacts: [{ ...version, content: { b: 1, a: ['文'] } }] },
  { type: 'draft-corrigendum', ...terms, artefacts: [{ ...version, version: '1.1', patches: '1.0', content: { a: null } }] },
  { type: 'draft-revert', ...terms, artefacts: [{ ...version, version: '1.2', restores: '1.0' }] },
  { type: 'open-consultation', draftId: 'D-1', until: '2026-03-10T09:00:00+08:00' },
  { type: 'comment', draftId: 'D-1', clause: '4.2', text: '建议' },
  { type: 'dispose-comment', draftId: 'D-1', commentNo: 1, disposition: 'partly-accepted' },
  { type: 'approve', draftId: 'D-1', digest: 'a'.repeat(64) },
  { type: 'publish', draftId: 'D-1' },
  { type: 'abandon', draftId: 'D-1' },
  { type: 'propose-action', action: { action: 'suspend', targets: [version], scope: 'all' } },
  { type: 'propose-action', action: { action: 'resume', targets: [version] } },
  { type: 'propose-action', action: { action: 'withdraw', targets: [version] } },
  { type: 'propose-action', action: { action: 'switch', scope: { itemCode: 'HRSS-1', mode: 'fully-online', participant: '310000', pair: { opener: '310000', counterpart: '510000' }, region: 'yrd' }, position: 'hold', from: NOW, until: EFFECTIVE, releasePerMinute: 60 } },
  { type: 'propose-action', action: { action: 'switch', scope: { region: 'yrd' }, position: 'off' } },
  { type: 'propose-action', action: { action: 'migrate', targets: [{ kind: 'flow', id: 'F-1', version: '1.0' }, { kind: 'flow', id: 'F-1', version: '2.0' }], states: [{ from: 'A', to: 'B' }, { from: 'C' }], dryRuns: [] } },
  { type: 'propose-action', action: { action: 'erase', caseNo: 'C-1', messageIds: ['m-1'], basis: { code: 'court-order', document: 'D-1' } } },
  { type: 'confirm-action', actionId: 'c-1', digest: 'b'.repeat(64) },
  { type: 'drop-action', actionId: 'c-1' },
  { type: 'declare-adoption', participant: '310000', version, adoption: { status: 'ready' } },
  { type: 'declare-adoption', participant: '310000', version, adoption: { status: 'adopted', on: '2026-04-02' } },
  { type: 'declare-adoption', participant: '310000', version, adoption: { status: 'deferred', until: '2026-05-01' } },
  { type: 'propose-action', action: { action: 'switch', scope: { pair: { opener: '310000', counterpart: '810000' }, subject: 'personal-data' }, position: 'on' } },
  { type: 'declare-maintenance', participant: '310000', windows: [] },
  { type: 'declare-maintenance', participant: '310000', windows: [{ repeat: 'monthly', day: -1, at: '20:00', minutes: 600 }, { repeat: 'weekly', weekday: 7, at: '22:00', minutes: 60 }, { repeat: 'once', from: NOW, until: EFFECTIVE }] },
  { type: 'set-target', target: { version, region: 'yrd', goal: { participants: ['310000'] }, by: '2026-06-30' } },
  { type: 'set-target', target: { version, region: 'yrd', goal: { percent: 80 }, by: '2026-06-30' } },
];

describe('a command on its way', () => {
  it.each(COMMANDS.map((input) => [JSON.stringify(input).slice(0, 90), input] as const))('is read as it was worded: %s', async (_text, input) => {
    expect(registryCommandOf(openRegistryCommand(await signed(input)))).toEqual({ ...input, commandId: expect.any(String), reason: 'because', actor: { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' } });
  });
  it.each([
    ['in another order of keys', '{"b":1,"a":2}'], ['with white space', '{"a": 1}'], ['that is no JSON', '{"a":'], ['nested without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('with a content %s is refused by its path', (_what, text) => {
    const artefact = { kind: v1.ArtefactKind.ARTEFACT_KIND_ITEM, id: 'HRSS-1', version: '1.1', content: Buffer.from(text) };
    const command = v1.RegistryCommand.decode(encode(v1.RegistryCommand, { actor: 'person:x', draftArtefacts: { terms: {}, artefacts: [artefact] } }));
    let refusal: unknown;
    try {
      registryCommandOf({ command });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ code: 'registry.command-invalid', faults: [{ path: expect.stringMatching(/^artefacts\.0\.content/) }] });
  });
});

describe('the entries of an owner', () => {
  it('say for every kind of event exactly what was decided', async () => {
    const log = new OwnerLog();
    const decided: RegistryEvent[] = await log.playAll();
    const types = new Set(decided.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      'action-dropped', 'action-proposed', 'adoption-declared', 'comment-disposed', 'commented', 'consultation-opened', 'draft-abandoned', 'draft-approved', 'draft-revised', 'drafted', 'erasure-ordered', 'maintenance-declared', 'migration-ordered', 'published', 'resumed',
      'suspended', 'switch-set', 'target-set', 'withdrawn',
    ]);
    expect(await log.readBack(directory)).toEqual(decided);
    expect(people.first.actor).toBe('person:steward-1');
  });
});
