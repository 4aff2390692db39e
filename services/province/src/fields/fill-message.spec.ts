import type { FieldDocument, NextActionDocument, OutcomeDocument } from '@tongban/contracts';
import type { Guard } from '@tongban/domain';
import { fillMessage } from './fill-message';
import { shareOf } from './guard-choice';

const context = { caseNo: '310115-20260302-7K3M9QX-4', now: '2026-03-02T18:30:00Z', ownDivision: '510104' };
const word = { zh: '', en: '' };
const field = (id: string, type: string, rules: Partial<FieldDocument> = {}): FieldDocument => ({ id, ...word, type, part: 'open', required: true, ...rules });
const reasons = field('reason', 'enum:R', { values: ['R1', 'R2', 'R3', 'R4'].map((code) => ({ code, ...word })) });
const outcome = (when?: Guard): OutcomeDocument => ({ transitionId: 't', ...word, path: 'exception', onNormalPath: false, ...(when && { when }), to: 's', track: 'main', terminal: false });
const action = (fields: readonly FieldDocument[], outcomes: readonly OutcomeDocument[]): NextActionDocument => ({ message: { type: 'M', kind: 'return', ...word }, holder: true, fields, outcomes });
const fill = (fields: readonly FieldDocument[], when?: Guard) => fillMessage(action(fields, [outcome(when)]), outcome(when), context);

describe('filling a message', () => {
  it('leaves optional fields out and fills required ones', () => {
    expect(fill([reasons, field('note', 'text', { required: false }), field('ok', 'bool')])).toEqual({ reason: 'R1', ok: true });
  });

  it.each<[Guard, object]>([
    [{ field: 'reason', in: ['R3'] }, { reason: 'R3', ok: true }],
    [{ not: { field: 'reason', in: ['R1', 'R2'] } }, { reason: 'R3', ok: true }],
    [{ all: [{ field: 'ok', in: [false] }, { field: 'reason', in: ['R2'] }] }, { reason: 'R2', ok: false }],
    [{ any: [{ field: 'reason', in: ['R9'] }, { field: 'ok', in: [false] }] }, { reason: 'R1', ok: false }],
    [{ field: 'extra', present: true }, { reason: 'R1', ok: true, extra: true }],
    [{ field: 'extra', present: false }, { reason: 'R1', ok: true }],
  ])('chooses values for %j', (when, expected) => {
    expect(fill([reasons, field('ok', 'bool'), field('extra', 'bool', { required: false })], when)).toEqual(expected);
  });

  it('adds what the values make required, and what that makes required', () => {
    const fields = [
      field('third', 'date', { required: false, requiredWhen: { field: 'second', in: [true] } }),
      field('second', 'bool', { required: false, requiredWhen: { field: 'reason', in: ['R2'] } }), reasons,
    ];
    expect(fill(fields, { field: 'reason', in: ['R2'] })).toEqual({ reason: 'R2', second: true, third: '2026-03-03' });
    expect(fill(fields)).toEqual({ reason: 'R1' });
  });

  it('types a number by its field wherever that stands', () => {
    const typing = field('kind', 'enum:K', { values: [{ code: 'ID', ...word, numberType: 'citizen-id' }] });
    expect(fill([field('number', 'identity-number', { typedBy: 'kind', part: 'personal' }), typing])['number']).toMatch(/^3100001900/);
  });

  it('says so when nothing leads to the outcome', () => {
    expect(() => fill([reasons], { field: 'reason', in: ['R9'] })).toThrow('no values of M lead to t');
  });

  it('knows the usual case from a special one', () => {
    expect(shareOf(outcome({ field: 'reason', in: ['R1'] }), [reasons])).toBe(0.25);
    expect(shareOf(outcome({ not: { field: 'reason', in: ['R1'] } }), [reasons])).toBe(0.75);
    expect(shareOf(outcome(), [reasons])).toBe(1);
  });
});
