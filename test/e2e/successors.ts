import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, participantOf, walk } from '../harness/walks';
import { play } from './walks';

/** Closed in the region of its opener; its counterpart, in another one, is among those who may open a successor. */
const CLOSED = between(walk('F-ELIG.normal'), { opener: '330100', counterpart: '500103' });
const NEXT = between(walk('F-ELIG.person-applies'), { opener: '500103', counterpart: '330100' });

export function describeSuccessors(environment: () => TestEnvironment): void {
  describe('a case that follows a closed one in another region', () => {
    const open = async (predecessorCaseNo: string, successorKind?: 'reopening' | 'correction') => {
      const [first] = NEXT.messages;
      const province = await environment().province(participantOf(NEXT.opener.division));
      const opened = await province.open({
        item: NEXT.item, opener: NEXT.opener.division, counterpart: NEXT.counterpart.division, message: first!.message, fields: { ...first!.open, ...first!.personal },
        ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }), predecessorCaseNo, ...(successorKind && { successorKind }),
      });
      await province.settled(opened.messageId, 'REGISTERED', { timeoutMs: 60_000 });
      return opened.caseNo;
    };

    it('is linked with it both ways, and refused where the flow does not allow it', async () => {
      const closed = await play(environment(), CLOSED);
      await expect(open(closed)).rejects.toMatchObject({ code: 'successor.not-allowed' });
      const successor = await open(closed, 'correction');
      expect(await environment().show('ccec', successor)).toMatchObject({ predecessorCaseNo: closed, successorKind: 'correction' });
      const shown = await eventually('the closed case names its successor', async () => ((await environment().show('yrd', closed)).successors?.length ? environment().show('yrd', closed) : undefined));
      expect(shown.successors).toMatchObject([{ caseNo: successor, kind: 'correction', homeRegion: 'ccec' }]);
      await expect(open(successor, 'reopening')).rejects.toMatchObject({ code: 'successor.not-allowed', faults: [expect.objectContaining({ path: 'successor_kind' })] });
    }, 120_000);
  });
}
