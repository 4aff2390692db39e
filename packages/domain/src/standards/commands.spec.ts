import { ITEM, Play, SHANGHAI, STEWARD_1, STEWARD_2, draftOf, itemContent } from '../../test/registry-play';
import { artefactVersion } from './artefact';
import { decide } from './decide';
import { DRAFT_BYTES_MAX } from './decide-draft';
import { evolve, initialRegistry } from './registry';
import { CONTENT_DEPTH_MAX } from './plain-content';

const artefact = (content: unknown) => [{ ...ITEM, version: '1.1', content }];
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('a command', () => {
  it('that comes again is answered with the events of the first time, which are not new', () => {
    const play = new Play();
    const command = { ...draftOf('1.1'), commandId: 'same', reason: 'why' };
    const first = play.tell(command);
    play.approve('draft-1.1', STEWARD_2);
    play.now = '2026-03-05T09:00:00+08:00';
    expect(play.tell(command)).toBe(first);
    expect(play.log).toHaveLength(2);
    expect(play.refusal({ ...command, reason: 'another' })).toEqual({ code: 'registry.command-reused', paths: ['commandId'] });
  });

  it('that was refused may come again when its cause is gone', () => {
    const play = new Play();
    const publish = { type: 'publish', actor: STEWARD_1, draftId: 'draft-1.1', commandId: 'publish' } as const;
    play.draft('1.1');
    expect(play.refusal(publish)?.code).toBe('approval.missing');
    play.approve('draft-1.1', STEWARD_1);
    play.approve('draft-1.1', STEWARD_2);
    expect(play.tell(publish).type).toBe('published');
  });

  it.each<[string, Parameters<Play['refusal']>[0], string[]]>([
    ['no reason where one is needed', { ...draftOf('1.1'), reason: ' ' }, ['reason']],
    ['ids of other forms', { ...draftOf('1.1'), commandId: 'a b', draftId: '草案', actor: { personId: '', keyId: '\n', unit: '310115' } }, ['commandId', 'actor.personId', 'actor.keyId', 'actor.unit', 'draftId']],
    ['every fault at once', draftOf('1.1', { title: { zh: '', en: 'x'.repeat(301) }, effectiveFrom: '2026-04-01', transitionDays: -1, reviewDue: '2026-02-30', artefacts: [] }),
      ['title.zh', 'title.en', 'effectiveFrom', 'transitionDays', 'reviewDue', 'artefacts']],
    ['a leap second, which no clock can place', draftOf('1.1', { effectiveFrom: '2026-06-30T23:59:60Z' }), ['effectiveFrom']],
    ['half a day of transition', draftOf('1.1', { transitionDays: 0.5 }), ['transitionDays']],
    ['a lone surrogate', draftOf('1.1', { title: { zh: '\ud800', en: 'x' } }), ['title.zh']],
    ['an artefact twice', draftOf('1.1', { artefacts: [...artefact(itemContent('甲')), { ...ITEM, version: '1.2', content: itemContent('乙') }] }), ['artefacts.1']],
    ['an artefact of another form', draftOf('1.1', { artefacts: [{ kind: 'form' as never, id: '__proto__', version: '1', content: {} }] }), ['artefacts.0.kind', 'artefacts.0.id', 'artefacts.0.version']],
    ['an id the content does not have', draftOf('1.1', { artefacts: artefact({ ...itemContent('甲'), itemCode: 'HRSS-EMP-9002' }) }), ['artefacts.0.id']],
    ['a content without an id', draftOf('1.1', { artefacts: artefact({ zh: '甲' }) }), ['artefacts.0.id']],
    ['a content that is no object', draftOf('1.1', { artefacts: artefact('甲') }), ['artefacts.0.content']],
    ['a number JSON cannot say', draftOf('1.1', { artefacts: artefact({ ...itemContent('甲'), limit: Number.NaN }) }), ['artefacts.0.content.limit']],
    ['a value JSON cannot say', draftOf('1.1', { artefacts: artefact({ ...itemContent('甲'), on: new Map() }) }), ['artefacts.0.content.on']],
    ['a member JSON would drop', draftOf('1.1', { artefacts: artefact({ ...itemContent('甲'), on: undefined }) }), ['artefacts.0.content.on']],
    ['a comment of no text', { type: 'comment', actor: SHANGHAI, draftId: 'd', clause: '', text: '' }, ['clause', 'text']],
    ['a disposition that is none', { type: 'dispose-comment', actor: STEWARD_1, draftId: 'd', commentNo: 1, disposition: 'noted' as never }, ['disposition']],
    ['an end of no form', { type: 'open-consultation', actor: STEWARD_1, draftId: 'd', until: 'soon' }, ['until']],
    ['an action on nothing', { type: 'propose-action', actor: STEWARD_1, action: { action: 'suspend', targets: [], scope: 'some' as never } }, ['action.scope', 'action.targets']],
    ['a deferral without reason and date', { type: 'declare-adoption', actor: SHANGHAI, participant: '310000', version: { ...ITEM, version: '1.0' }, adoption: { status: 'deferred', until: '' }, reason: '' }, ['reason', 'adoption.until']],
    ['an adoption without date', { type: 'declare-adoption', actor: SHANGHAI, participant: '310000', version: { ...ITEM, version: '1.0' }, adoption: { status: 'adopted', on: 'today' } }, ['adoption.on']],
    ['a share of nothing', { type: 'set-target', actor: STEWARD_1, target: { version: { ...ITEM, version: '1.0' }, region: 'xyz' as never, goal: { percent: 0 }, by: '2026' } }, ['target.region', 'target.by', 'target.goal.percent']],
    ['a list that names one participant twice', { type: 'set-target', actor: STEWARD_1, target: { version: { ...ITEM, version: '1.0' }, region: 'yrd', goal: { participants: ['310000', '310000'] }, by: '2026-06-01' } }, ['target.goal.participants.1']],
  ])('with %s is refused by path', (_, command, paths) => expect(new Play().refusal(command)).toEqual({ code: 'registry.command-invalid', paths }));

  it(`with a content of ${CONTENT_DEPTH_MAX} levels is taken, and of more is refused, however deep`, () => {
    const draft = (levels: number): unknown => new Play().refusal(draftOf('1.1', { artefacts: artefact({ ...itemContent('甲'), more: nested(levels) }) }));
    expect(draft(CONTENT_DEPTH_MAX - 1)).toBeUndefined();
    expect(draft(CONTENT_DEPTH_MAX)).toMatchObject({ code: 'registry.command-invalid' });
    expect(draft(5000)).toMatchObject({ code: 'registry.command-invalid' });
  });
  it('with more content than a log entry holds is refused', () =>
    expect(new Play().refusal(draftOf('1.1', { artefacts: artefact({ ...itemContent('甲'), note: 'x'.repeat(DRAFT_BYTES_MAX) }) }))).toEqual({ code: 'registry.command-invalid', paths: ['artefacts'] }));
});

describe('the owner of a registry', () => {
  const standard = (more: object) => [{ kind: 'standard', id: 'S', version: '1.0', content: { id: 'S', tier: 'local', divisionCodes: ['110000'], ...more } } as const];
  it('takes its own artefacts', () => expect(new Play('jjj').refusal(draftOf('1.0', { artefacts: standard({}) }))).toBeUndefined());
  it('refuses those of another, each by path', () =>
    expect(new Play('jjj').refusal(draftOf('1.0', { artefacts: [...standard({ tier: 'national' }), ...artefact(itemContent('甲'))] }))).toEqual({ code: 'standard.wrong-owner', paths: ['artefacts.0', 'artefacts.1'] }));
  it('refuses a standard that does not say where it belongs', () =>
    expect(new Play('jjj', [], () => undefined).refusal(draftOf('1.0', { artefacts: standard({}) }))).toEqual({ code: 'registry.command-invalid', paths: ['artefacts.0.content'] }));
  it('counts approvals of its own registry only', () => {
    const digest = (owner: 'jjj' | 'nat'): string => {
      const play = new Play(owner, [], () => owner);
      play.tell(draftOf('1.0', { artefacts: standard({}) }));
      return play.state.drafts.get('draft-1.0')!.digest;
    };
    expect(digest('jjj')).not.toBe(digest('nat'));
  });
});

describe('the log', () => {
  const play = new Play();
  play.publish('1.1');
  it.each([0, 2, 3, 5])('an event that does not follow is refused: number %i after none', (number) =>
    expect(() => evolve(initialRegistry('nat', []), { ...play.log[0]!, number })).toThrow(expect.objectContaining({ code: 'registry.gap' })));
  it.each([['draft-approved', 1], ['published', 3]] as const)('%s of a draft that is not there is refused', (type, at) => {
    expect(play.log[at]!.type).toBe(type);
    expect(() => evolve(initialRegistry('nat', []), { ...play.log[at]!, number: 1 })).toThrow(expect.objectContaining({ code: 'registry.gap' }));
  });
  it('a suspension of a version that is not there is refused', () => {
    const acting = new Play();
    acting.act({ action: 'suspend', targets: [{ ...ITEM, version: '1.0' }], scope: 'all' });
    const [proposed, suspended] = acting.log;
    const elsewhere = initialRegistry('nat', [artefactVersion({ kind: 'item', id: 'Other' }, '1.0', {})]);
    expect(() => evolve(elsewhere, { ...suspended!, number: 1 })).toThrow(expect.objectContaining({ code: 'registry.gap' }));
    expect(() => evolve(evolve(elsewhere, proposed!), suspended!)).toThrow(expect.objectContaining({ code: 'registry.gap' }));
  });
});

describe('the digest of a command', () => {
  it('may be that of its signed bytes, which then tell a repetition from another command', () => {
    const { state } = new Play();
    const command = { ...new Play().command(draftOf('1.1')), commandId: 'same' };
    const context = { now: '2026-03-02T09:00:00+08:00', regionOfDivision: () => undefined };
    const { events } = decide(state, command, { ...context, commandDigest: 'ab' });
    expect(events[0]!.commandDigest).toBe('ab');
    const after = evolve(state, events[0]!);
    expect(decide(after, command, { ...context, commandDigest: 'ab' })).toEqual({ events, repeated: true });
    expect(() => decide(after, command, { ...context, commandDigest: 'cd' })).toThrow(expect.objectContaining({ code: 'registry.command-reused' }));
  });
});
