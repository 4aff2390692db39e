import { TongbanError, v1 } from '@tongban/contracts';
import { makeCaseNumber } from '@tongban/domain';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards } from '../../test/home-hub';

const WALK = walk('F-PEN-ENT.normal');
const PREDECESSOR = makeCaseNumber({ division: WALK.opener.division, date: '2026-01-05', random: new Uint8Array([5, 4, 3, 2, 1]) });
const { SUCCESSOR_KIND_CORRECTION, SUCCESSOR_KIND_REOPENING } = v1.SuccessorKind;

/** The verdict on an opening that names a predecessor, and what its home was asked. */
async function open(change: v1.Envelope.$Properties, mayFollow: HomeHub['mayFollow']) {
  const hub = new HomeHub(WALK, new Standards());
  const asked: string[][] = [];
  hub.mayFollow = (...question) => { asked.push([...question]); return mayFollow(...question); };
  const verdict = await hub.send(WALK.messages[0]!, { change });
  return { ...verdict, asked, hub, paths: hub.refused.length };
}
const kinds = (...allowed: string[]): HomeHub['mayFollow'] => () => Promise.resolve(allowed);
const fails = (code: ConstructorParameters<typeof TongbanError>[0]): HomeHub['mayFollow'] => () => Promise.reject(new TongbanError(code, 'x'));

describe('an opening that follows a closed case', () => {
  it('is registered where the flow of that case lets its opener, and remembers what it follows', async () => {
    const { code, asked, hub } = await open({ predecessorCaseNo: PREDECESSOR, successorKind: SUCCESSOR_KIND_CORRECTION }, kinds('reopening', 'correction'));
    expect([code, asked]).toEqual(['REGISTERED', [[PREDECESSOR, '310000']]]);
    expect((await hub.read()).opening).toMatchObject({ predecessorCaseNo: PREDECESSOR, successorKind: 'correction' });
  });

  it.each<[string, v1.Envelope.$Properties, HomeHub['mayFollow']]>([
    ['a kind that is not allowed from its end', { predecessorCaseNo: PREDECESSOR, successorKind: SUCCESSOR_KIND_CORRECTION }, kinds('reopening')],
    ['a case that is not closed, or another side', { predecessorCaseNo: PREDECESSOR, successorKind: SUCCESSOR_KIND_REOPENING }, kinds()],
    ['a case that is not there', { predecessorCaseNo: PREDECESSOR, successorKind: SUCCESSOR_KIND_REOPENING }, fails('case.unknown')],
    ['a case of others', { predecessorCaseNo: PREDECESSOR, successorKind: SUCCESSOR_KIND_REOPENING }, fails('query.forbidden')],
    ['no kind', { predecessorCaseNo: PREDECESSOR }, kinds('reopening')],
    ['a kind and no case', { successorKind: SUCCESSOR_KIND_REOPENING }, kinds('reopening')],
  ])('is rejected for %s', async (_what, change, mayFollow) => {
    const { code, hub } = await open(change, mayFollow);
    expect([code, (await hub.read()).opening]).toEqual(['successor.not-allowed', undefined]);
  });

  it('is not judged while the home of that case is out of reach: the same bytes may come again', async () => {
    const change = { predecessorCaseNo: PREDECESSOR, successorKind: SUCCESSOR_KIND_REOPENING };
    const hub = new HomeHub(WALK, new Standards());
    hub.mayFollow = fails('region.unreachable');
    const [opening] = WALK.messages;
    const { at = '' } = opening as { readonly at?: string };
    const bytes = await hub.make(opening!, { change });
    expect((await hub.submit(bytes, { receivedAt: at })).code).toBe('region.unreachable');
    hub.mayFollow = kinds('reopening');
    expect((await hub.submit(bytes, { receivedAt: at })).code).toBe('REGISTERED');
  });

  it('asks nobody for a case that follows none, and does not follow itself', async () => {
    expect(await open({}, kinds())).toMatchObject({ code: 'REGISTERED', asked: [] });
    const hub = new HomeHub(WALK, new Standards());
    expect((await hub.send(WALK.messages[0]!, { change: { predecessorCaseNo: hub.caseNo, successorKind: SUCCESSOR_KIND_REOPENING } })).code).toBe('successor.not-allowed');
  });
});
