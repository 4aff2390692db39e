import type { CaseDocument } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';
import { CommandLine } from './standards/command-line';

const SHENZHEN = '440300';
const HONG_KONG = '810000';
const BASIS = { code: 'gba-standard-contract', document: 'GD-2026-0042' };

export function describeCrossing(environment: () => TestEnvironment): void {
  describe('personal data from Shenzhen to Hong Kong (T6-C6)', () => {
    const sent = between(walk('F-PEN-ENT.normal'), { opener: SHENZHEN, counterpart: HONG_KONG });

    it('needs a legal basis in the opening and a switch of two persons, and the case shows both', async () => {
      const people = new CommandLine(environment());
      const [guangdong] = await Promise.all([environment().province('440000'), environment().province(HONG_KONG)]);
      const [first] = sent.messages;
      const open = (more: object = {}) => guangdong.open({
        item: sent.item, opener: SHENZHEN, counterpart: HONG_KONG, message: first!.message, onBehalfOf: first!.onBehalfOf, fields: { ...first!.open, ...first!.personal }, ...more,
      });
      await expect(open()).rejects.toMatchObject({ code: 'personal-data.cross-border', faults: [{ path: 'legal_basis' }] });
      const early = await open({ legalBasis: BASIS });
      await expect(guangdong.settled(early.messageId, 'REGISTERED')).rejects.toMatchObject({ code: 'personal-data.cross-border', faults: [{ path: 'recipient.participant' }] });

      const { commandId } = await people.done('standards', 'switch', '--personal-data', '--opener', SHENZHEN, '--counterpart', HONG_KONG, '--position', 'on', '--as', 'steward-1', '--reason', '湾区标准合同备案');
      await people.done('standards', 'confirm', commandId, '--owner', 'gba', '--as', 'steward-2');
      const { caseNo } = await eventually('the border and the home know the switch', async () => {
        const opened = await open({ legalBasis: BASIS });
        return guangdong.settled(opened.messageId, 'DELIVERED').then(() => opened, () => undefined);
      });
      const shown = (await people.done('case', 'show', caseNo)) as unknown as CaseDocument;
      expect(shown).toMatchObject({ legalBasis: { ...BASIS, wording: { zh: expect.stringContaining('粤港澳大湾区') } }, crossBorder: { personalDataOn: true } });
    }, 90_000);
  });
}
