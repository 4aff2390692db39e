import { ITEM, Play, SHANGHAI, STEWARD_1, STEWARD_2, STEWARD_3, draftOf, itemContent } from '../../test/registry-play';
import { contentDigest } from './artefact';
import type { Actor } from './commands';
import { phaseOf } from './draft-record';
import { releasesOf, statusOf, versionInForce } from './registry';

const D = 'draft-1.1';
const UNTIL = '2026-03-10T09:00:00+08:00';
const AFTER = '2026-03-10T09:00:00+08:00';

describe('the way of a draft', () => {
  it('from drafting over consultation and two approvals to publication and effect', () => {
    const play = new Play();
    const status = (at = play.now): string | undefined => statusOf(play.state, ITEM, '1.1', at);
    expect(status()).toBeUndefined();
    play.draft('1.1');
    expect(status()).toBe('draft');
    play.tell({ type: 'open-consultation', actor: STEWARD_1, draftId: D, until: UNTIL });
    expect(status()).toBe('consultation');
    play.tell({ type: 'comment', actor: SHANGHAI, draftId: D, clause: '4.2', text: '建议缩短时限' });
    play.tell({ type: 'dispose-comment', actor: STEWARD_1, draftId: D, commentNo: 1, disposition: 'partly-accepted', reason: '时限另行规定' });
    play.now = AFTER;
    play.approve(D, STEWARD_1);
    expect(status()).toBe('consultation');
    play.approve(D, STEWARD_2);
    expect(status()).toBe('approved');
    play.tell({ type: 'publish', actor: STEWARD_1, draftId: D });
    expect([status(), status('2026-04-01T00:00:00+08:00')]).toEqual(['published', 'effective']);
    expect(versionInForce(play.state, ITEM, '2026-03-31T23:59:59+08:00')?.version).toBe('1.0');
    expect(versionInForce(play.state, ITEM, '2026-04-01T00:00:00+08:00')).toMatchObject({ version: '1.1', publishedNo: 7, reviewDue: '2031-04-01', transitionEndsAt: '2026-05-01T00:00:00.000+08:00' });
    expect(play.log.map(({ number, type }) => [number, type])).toEqual([
      [1, 'drafted'], [2, 'consultation-opened'], [3, 'commented'], [4, 'comment-disposed'], [5, 'draft-approved'], [6, 'draft-approved'], [7, 'published'],
    ]);
    for (const event of play.log) expect(event).toMatchObject({ at: expect.any(String), commandId: expect.any(String), reason: expect.any(String), actor: { personId: expect.any(String), keyId: expect.any(String), unit: expect.any(String) } });
  });

  it('publishes one atomic bundle with contents, digests, dates and approvers', () => {
    const play = new Play();
    expect(play.publish('1.1')).toMatchObject({
      type: 'published', artefacts: [{ ...ITEM, version: '1.1', content: itemContent('合成事项 1.1'), digest: contentDigest(itemContent('合成事项 1.1')) }],
      effectiveFrom: '2026-04-01T00:00:00+08:00', transitionEndsAt: '2026-05-01T00:00:00.000+08:00', approvers: [STEWARD_1, STEWARD_2],
    });
  });
});

describe('each step', () => {
  type Step = 'draft' | 'consult' | 'comment' | 'dispose' | 'approve' | 'publish' | 'abandon';
  const ask = (step: Step, play: Play): Parameters<Play['refusal']>[0] => {
    const frame = { actor: STEWARD_3, draftId: D };
    switch (step) {
      case 'draft': return draftOf('1.1', { actor: STEWARD_3 });
      case 'consult': return { type: 'open-consultation', ...frame, until: '2026-03-20T09:00:00+08:00' };
      case 'comment': return { type: 'comment', ...frame, clause: '1', text: 'x' };
      case 'dispose': return { type: 'dispose-comment', ...frame, commentNo: 1, disposition: 'accepted' };
      case 'approve': return { type: 'approve', ...frame, digest: play.state.drafts.get(D)?.digest ?? '' };
      case 'publish': return { type: 'publish', ...frame };
      case 'abandon': return { type: 'abandon', ...frame };
    }
  };
  const STAGES: Record<string, (play: Play) => void> = {
    nothing: () => undefined,
    drafted: (play) => play.draft('1.1'),
    consulting: (play) => {
      STAGES['drafted']!(play);
      play.tell({ type: 'open-consultation', actor: STEWARD_1, draftId: D, until: UNTIL });
      play.tell({ type: 'comment', actor: SHANGHAI, draftId: D, clause: '1', text: 'x' });
    },
    consulted: (play) => { STAGES['consulting']!(play); play.now = AFTER; },
    'once approved': (play) => {
      STAGES['consulted']!(play);
      play.tell({ type: 'dispose-comment', actor: STEWARD_1, draftId: D, commentNo: 1, disposition: 'accepted' });
      play.approve(D, STEWARD_1);
    },
    approved: (play) => { STAGES['once approved']!(play); play.approve(D, STEWARD_2); },
    published: (play) => { STAGES['approved']!(play); play.tell({ type: 'publish', actor: STEWARD_1, draftId: D }); },
    abandoned: (play) => { STAGES['drafted']!(play); play.tell({ type: 'abandon', actor: STEWARD_1, draftId: D }); },
  };
  const step = 'standard.wrong-step';
  const final = 'standard.published-final';
  const OUTCOMES: Record<string, Record<Step, string | undefined>> = {
    nothing: { draft: undefined, consult: 'draft.unknown', comment: 'draft.unknown', dispose: 'draft.unknown', approve: 'draft.unknown', publish: 'draft.unknown', abandon: 'draft.unknown' },
    drafted: { draft: undefined, consult: undefined, comment: 'consultation.closed', dispose: step, approve: undefined, publish: 'approval.missing', abandon: undefined },
    consulting: { draft: undefined, consult: 'consultation.open', comment: undefined, dispose: undefined, approve: 'consultation.open', publish: 'approval.missing', abandon: undefined },
    consulted: { draft: undefined, consult: undefined, comment: 'consultation.closed', dispose: undefined, approve: 'comment.not-disposed', publish: 'approval.missing', abandon: undefined },
    'once approved': { draft: undefined, consult: step, comment: 'consultation.closed', dispose: step, approve: undefined, publish: 'approval.own-draft', abandon: undefined },
    approved: { draft: undefined, consult: step, comment: step, dispose: step, approve: step, publish: undefined, abandon: undefined },
    published: { draft: final, consult: step, comment: step, dispose: step, approve: step, publish: step, abandon: step },
    abandoned: { draft: step, consult: step, comment: step, dispose: step, approve: step, publish: step, abandon: step },
  };
  const table = Object.entries(OUTCOMES).flatMap(([stage, steps]) => Object.entries(steps).map(([one, code]) => [stage, one as Step, code] as const));
  it.each(table)('of a draft that is %s: %s gives %s', (stage, one, code) => {
    const play = new Play();
    STAGES[stage]!(play);
    expect(play.refusal(ask(one, play))?.code).toBe(code);
  });
});

describe('approval', () => {
  const drafted = (): Play => { const play = new Play(); play.draft('1.1'); return play; };
  const approval = (play: Play, actor: Actor): string | undefined => play.refusal({ type: 'approve', actor, draftId: D, digest: play.state.drafts.get(D)!.digest })?.code;

  it('by the same person with another key is refused', () => {
    const play = drafted();
    play.approve(D, STEWARD_2);
    expect(approval(play, { ...STEWARD_2, keyId: 'key-2b' })).toBe('approval.same-person');
  });
  it('by another person with the same key is refused', () => {
    const play = drafted();
    play.approve(D, STEWARD_2);
    expect(approval(play, { ...STEWARD_3, keyId: STEWARD_2.keyId })).toBe('approval.same-key');
  });
  it("by another person with the drafter's key is refused", () => expect(approval(drafted(), { ...STEWARD_2, keyId: STEWARD_1.keyId })).toBe('approval.same-key'));
  it("of one's own draft counts beside another's, in either order, and never alone", () => {
    for (const order of [[STEWARD_1, STEWARD_2], [STEWARD_2, STEWARD_1]] as const) {
      const play = drafted();
      play.approve(D, order[0]);
      expect(play.refusal({ type: 'publish', actor: STEWARD_3, draftId: D })?.code).toBe(order[0] === STEWARD_1 ? 'approval.own-draft' : 'approval.missing');
      play.approve(D, order[1]);
      expect(play.refusal({ type: 'publish', actor: STEWARD_3, draftId: D })).toBeUndefined();
    }
  });
  it('of another digest than the draft has now is refused, and a revision drops the approvals of the text before', () => {
    const play = drafted();
    const before = play.state.drafts.get(D)!.digest;
    play.approve(D, STEWARD_2);
    play.draft('1.1', { transitionDays: 31, actor: STEWARD_3 });
    expect(play.log.at(-1)).toMatchObject({ type: 'draft-revised' });
    expect(play.state.drafts.get(D)).toMatchObject({ approvals: [], drafter: STEWARD_3 });
    expect(play.refusal({ type: 'approve', actor: STEWARD_2, draftId: D, digest: before })).toEqual({ code: 'approval.digest-changed', paths: ['digest'] });
    play.approve(D, STEWARD_2);
    expect(phaseOf(play.state.drafts.get(D)!)).toBe('draft');
  });
  it.each<[string, Parameters<typeof draftOf>[1]]>([
    ['the title', { title: { zh: '另一标题', en: 'Synthetic item 1.1' } }], ['the effective moment', { effectiveFrom: '2026-04-02T00:00:00+08:00' }], ['the transition', { transitionDays: 0 }],
    ['the review date', { reviewDue: undefined }], ['a content', { artefacts: [{ ...ITEM, version: '1.1', content: itemContent('别的') }] }],
    ['a version', { artefacts: [{ ...ITEM, version: '1.2', content: itemContent('合成事项 1.1') }] }],
  ])('covers %s', (_, change) => {
    const play = drafted();
    const before = play.state.drafts.get(D)!.digest;
    play.draft('1.1', change);
    expect(play.state.drafts.get(D)!.digest).not.toBe(before);
  });
  it('names every comment that is not disposed of', () => {
    const play = drafted();
    play.tell({ type: 'open-consultation', actor: STEWARD_1, draftId: D, until: UNTIL });
    for (const clause of ['1', '2', '3']) play.tell({ type: 'comment', actor: SHANGHAI, draftId: D, clause, text: 'x' });
    play.tell({ type: 'dispose-comment', actor: STEWARD_1, draftId: D, commentNo: 2, disposition: 'accepted' });
    play.now = AFTER;
    expect(play.refusal({ type: 'approve', actor: STEWARD_2, draftId: D, digest: play.state.drafts.get(D)!.digest })).toEqual({ code: 'comment.not-disposed', paths: ['comments.1', 'comments.3'] });
  });
});

describe('consultation', () => {
  it('takes comments before its end only, may have a second round, and a disposition may be corrected until somebody relied on it', () => {
    const play = new Play();
    play.draft('1.1');
    expect(play.refusal({ type: 'open-consultation', actor: STEWARD_1, draftId: D, until: play.now })).toEqual({ code: 'registry.command-invalid', paths: ['until'] });
    play.tell({ type: 'open-consultation', actor: STEWARD_1, draftId: D, until: UNTIL });
    const digest = play.state.drafts.get(D)!.digest;
    play.tell({ type: 'comment', actor: SHANGHAI, draftId: D, clause: '1', text: 'x' });
    play.now = '2026-03-10T00:59:59Z';
    expect(play.refusal({ type: 'comment', actor: SHANGHAI, draftId: D, clause: '1', text: 'x' })).toBeUndefined();
    play.now = AFTER;
    expect(play.refusal({ type: 'comment', actor: SHANGHAI, draftId: D, clause: '1', text: 'x' })?.code).toBe('consultation.closed');
    expect(play.refusal({ type: 'dispose-comment', actor: STEWARD_1, draftId: D, commentNo: 2, disposition: 'accepted' })).toEqual({ code: 'comment.unknown', paths: ['commentNo'] });
    play.draft('1.1', { transitionDays: 10 });
    play.tell({ type: 'open-consultation', actor: STEWARD_1, draftId: D, until: '2026-03-12T09:00:00+08:00' });
    play.tell({ type: 'comment', actor: SHANGHAI, draftId: D, clause: '2', text: 'y' });
    for (const disposition of ['accepted', 'not-accepted'] as const) play.tell({ type: 'dispose-comment', actor: STEWARD_1, draftId: D, commentNo: 1, disposition });
    const { comments } = play.state.drafts.get(D)!;
    expect(comments.map(({ number, disposed }) => [number, disposed?.disposition])).toEqual([[1, 'not-accepted'], [2, undefined]]);
    expect(comments[0]!.draftDigest).toBe(digest);
    expect(comments[1]!.draftDigest).not.toBe(digest);
  });
});

describe('publication', () => {
  it('is refused before its effective moment has passed only', () => {
    const play = new Play();
    play.draft('1.1');
    play.approve(D, STEWARD_1);
    play.approve(D, STEWARD_2);
    const publish = { type: 'publish', actor: STEWARD_1, draftId: D } as const;
    play.now = '2026-03-31T16:00:00.001Z';
    expect(play.refusal(publish)).toEqual({ code: 'standard.effective-too-early', paths: ['effectiveFrom'] });
    play.now = '2026-03-31T16:00:00Z';
    expect(play.refusal(publish)).toBeUndefined();
  });

  it('is refused when another draft published the version in between', () => {
    const play = new Play();
    for (const draftId of ['a', 'b']) {
      play.draft('1.1', { draftId });
      play.approve(draftId, STEWARD_1);
      play.approve(draftId, STEWARD_2);
    }
    play.tell({ type: 'publish', actor: STEWARD_1, draftId: 'a' });
    expect(play.refusal({ type: 'publish', actor: STEWARD_1, draftId: 'b' })).toEqual({ code: 'standard.version-not-newer', paths: ['artefacts.0.version'] });
  });

  it('never goes back in time, although the clock of another server does', () => {
    const play = new Play();
    play.draft('1.1');
    play.now = '2026-03-02T08:00:00+08:00';
    expect(play.approve(D, STEWARD_2).at).toBe('2026-03-02T09:00:00+08:00');
  });
});

describe('the version of a draft', () => {
  const refused = (play: Play, version: string): string | undefined => play.refusal(draftOf(version, { draftId: 'new' }))?.code;

  it.each([['1.0', 'standard.version-not-newer'], ['1.4', 'standard.version-not-newer'], ['1.5', 'standard.version-not-newer'], ['1.6', undefined], ['1.10', undefined], ['2.0', undefined]])(
    '%s after 1.5: %s', (version, code) => {
      const play = new Play();
      play.publish('1.5');
      expect(refused(play, version)).toBe(code);
    });

  const BROKEN = [{ zh: '删除字段', en: 'a field is gone' }];
  it('has a greater major when the change is breaking', () => {
    const play = new Play();
    const asked: string[] = [];
    play.breaksOf = (before, after) => { asked.push(`${before.version}>${after.version}`); return BROKEN; };
    expect(refused(play, '1.1')).toBe('standard.breaking-needs-major');
    expect(refused(play, '2.0')).toBeUndefined();
    expect(asked).toEqual(['1.0>1.1']);
  });
  it.each([['a breaking change', BROKEN, 0, 'standard.transition-needed'], ['a breaking change', BROKEN, 1, undefined], ['a compatible one', [], 0, undefined]])(
    'as a new major with %s %#: %i days of transition', (_what, breaks, transitionDays, code) => {
      const play = new Play();
      play.breaksOf = () => breaks;
      expect(play.refusal(draftOf('2.0', { draftId: 'new', transitionDays }))).toEqual(code && { code, paths: ['transitionDays'] });
    });
  it('needs no window after a withdrawn one, with which nobody begins', () => {
    const play = new Play();
    play.act({ action: 'withdraw', targets: [{ ...ITEM, version: '1.0' }] });
    play.breaksOf = () => BROKEN;
    expect(play.refusal(draftOf('2.0', { draftId: 'new', transitionDays: 0 }))).toBeUndefined();
    expect(refused(play, '1.1')).toBe('standard.breaking-needs-major');
  });
  it('is judged again when it is published, for another may have come between', () => {
    const play = new Play();
    play.draft('2.1', { transitionDays: 0 });
    play.approve('draft-2.1', STEWARD_1);
    play.approve('draft-2.1', STEWARD_2);
    play.breaksOf = () => BROKEN;
    expect(play.refusal({ type: 'publish', actor: STEWARD_1, draftId: 'draft-2.1' })).toEqual({ code: 'standard.transition-needed', paths: ['transitionDays'] });
  });
  it('is free for an artefact never seen before', () => {
    const play = new Play();
    const artefacts = [{ kind: 'code-list', id: 'Fresh', version: '3.2', content: { id: 'Fresh', values: [] } }] as const;
    expect(play.refusal(draftOf('1.0', { draftId: 'new', artefacts }))).toBeUndefined();
  });
});

describe('a corrigendum', () => {
  const corrigendum = (patches: string, version: string): Parameters<Play['refusal']>[0] => ({
    ...draftOf(version, { draftId: 'corrigendum' }), type: 'draft-corrigendum', artefacts: [{ ...ITEM, version, patches, content: itemContent('勘误') }],
  });
  it('is marked as the patch of a version', () => {
    const play = new Play();
    play.tell(corrigendum('1.0', '1.1'));
    play.approve('corrigendum', STEWARD_1);
    play.approve('corrigendum', STEWARD_2);
    play.tell({ type: 'publish', actor: STEWARD_1, draftId: 'corrigendum' });
    expect(releasesOf(play.state, ITEM).at(-1)).toMatchObject({ version: '1.1', derivation: { kind: 'corrigendum', from: '1.0' } });
  });
  it.each([['1.0', '1.1', undefined], ['1.0', '1.0', 'standard.version-not-newer'], ['1.0', '3.0', 'registry.command-invalid'], ['1.7', '1.8', 'standard.version-unknown'], ['2.0', '2.1', undefined]])(
    'of %s as %s beside a published 2.0: %s', (patches, version, code) => {
      const play = new Play();
      play.publish('2.0');
      expect(play.refusal(corrigendum(patches, version))?.code).toBe(code);
    });
  it.each([['what it patches', '1.0'], ['the newest of its line', '1.4']])('never breaks %s', (_what, broken) => {
    const play = new Play();
    play.publish('1.4');
    play.breaksOf = ({ version }) => (version === broken ? [{ zh: '删除字段', en: 'a field is gone' }] : []);
    expect(play.refusal(corrigendum('1.0', '1.5'))?.code).toBe('standard.breaking-needs-major');
  });
});

describe('a revert', () => {
  const revert = (restores: string, version: string): Parameters<Play['refusal']>[0] => ({ ...draftOf(version, { draftId: 'revert' }), type: 'draft-revert', artefacts: [{ ...ITEM, version, restores }] });
  it('publishes earlier content as a new version, approved as any other', () => {
    const play = new Play();
    play.publish('1.1');
    play.tell(revert('1.0', '1.2'));
    expect(play.refusal({ type: 'publish', actor: STEWARD_1, draftId: 'revert' })?.code).toBe('approval.missing');
    play.approve('revert', STEWARD_2);
    play.approve('revert', STEWARD_3);
    play.tell({ type: 'publish', actor: STEWARD_1, draftId: 'revert' });
    const [base, , restored] = releasesOf(play.state, ITEM);
    expect(restored).toMatchObject({ version: '1.2', digest: base!.digest, content: base!.content, derivation: { kind: 'revert', from: '1.0' } });
  });
  it('that takes away what a newer version brought breaks it, as any other change would', () => {
    const play = new Play();
    play.publish('1.1');
    play.breaksOf = ({ version }, { content }) => (version === '1.1' && contentDigest(content) === contentDigest(itemContent('合成事项')) ? [{ zh: '删除字段', en: 'a field is gone' }] : []);
    expect(play.refusal(revert('1.0', '1.2'))?.code).toBe('standard.breaking-needs-major');
    expect(play.refusal(revert('1.0', '2.0'))).toBeUndefined();
  });
  it('of a version that was never published is refused', () => expect(new Play().refusal(revert('1.9', '2.0'))).toEqual({ code: 'standard.version-unknown', paths: ['artefacts.0.restores'] }));
  it('as a version that is out is refused', () => expect(new Play().refusal(revert('1.0', '1.0'))?.code).toBe('standard.version-not-newer'));
});
