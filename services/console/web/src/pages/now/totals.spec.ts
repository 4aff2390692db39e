import type { NowDocument } from '@console/documents';
import { totalsOf } from './totals';

const document = (regions: NowDocument['regions'], pairs: NowDocument['pairs'] = []): NowDocument => ({ at: '', ok: true, environment: 'sandbox', regions, pairs, participantPairs: [], needs: [], windowSeconds: 60 });

describe('the totals of now', () => {
  it('are of the regions that answered', () => {
    expect(totalsOf(document([{ region: 'yrd', reachable: true, failed: 2, backlog: 5 }, { region: 'nat', reachable: false }]))).toEqual({ failed: 2, backlog: 5, rejected: 0, perSecond: 0, silentLinks: 0, unreachable: 1 });
  });
  it('are not zero where nobody told', () => expect(totalsOf(document([{ region: 'nat', reachable: false }])).failed).toBeUndefined());
  it('count what goes between regions', () => {
    expect(totalsOf(document([], [{ from: 'yrd', to: 'nat', perSecond: 1.5, rejected: 2, link: 'silent' }, { from: 'nat', to: 'nat', perSecond: 0.5, rejected: 1, link: 'own' }]))).toMatchObject({ perSecond: 2, rejected: 3, silentLinks: 1 });
  });
});
