import { ProblemError, isPassing, problemIn, problemOf } from './problem';

describe('a problem', () => {
  it('keeps the words, the next step and the trace id of problem details', () => {
    expect(problemOf(409, { type: 't', title: 'Conflict', code: 'failure.gone', zh: '已处理', en: 'Already done', nextZh: '刷新', nextEn: 'Refresh', traceId: 'abc' }))
      .toEqual({ status: 409, code: 'failure.gone', words: { zh: '已处理', en: 'Already done' }, next: { zh: '刷新', en: 'Refresh' }, traceId: 'abc' });
  });
  it('shows the detail in either language where there are no words', () => {
    expect(problemOf(400, { title: 'Bad Request', detail: 'limit is 1 to 500' }).words).toEqual({ zh: 'limit is 1 to 500', en: 'limit is 1 to 500' });
  });
  it.each([[undefined], [null], ['<html>'], [[]], [{ code: 7, zh: '' }]])('of %p is only its status', (body) => expect(problemOf(502, body)).toEqual({ status: 502 }));
  it('of what threw otherwise is that the service was not reached', () => {
    expect(problemIn(new TypeError('Failed to fetch'))).toEqual({ status: 0, network: true });
    expect(problemIn(new ProblemError({ status: 404 }))).toEqual({ status: 404 });
  });
  it.each([[0, true], [429, true], [503, true], [400, false], [403, false], [404, false], [409, false]])('with status %i passes: %p', (status, passes) => expect(isPassing({ status })).toBe(passes));
});
