import { type NextActionDocument, TongbanError } from '@tongban/contracts';
import { type Catalogue, catalogueFlows } from '@tongban/catalogue';
import { beijingDateOf, openingActionDocuments, openingActions, parseCaseNumber } from '@tongban/domain';
import { DomainHome, catalogue } from '../../test/domain-home';
import { type ControlAnswer, ControlChannel } from './control';
import { type Opening, type OpeningPort, openCase } from './open-command';

const NOW = '2026-03-02T01:00:00Z';
const flows = catalogueFlows(catalogue);

/** Openings as the SDK words them; what was opened is kept here. */
class Openings implements OpeningPort {
  readonly opened: Opening[] = [];
  now = (): string => NOW;
  openings = (item: string, divisions: { opener: string; counterpart: string }): readonly NextActionDocument[] => {
    const flow = flows.ofItem(item);
    if (typeof flow === 'string') throw new TongbanError(flow === 'unknown' ? 'item.unknown' : `item.${flow}`, item);
    return openingActionDocuments(openingActions(flow.compiled), divisions, beijingDateOf(NOW));
  };
  open = async (opening: Opening): Promise<{ caseNo: string; messageId: string }> => {
    const { caseNo, messageId } = opening;
    if (this.opened.some((other) => other.messageId === messageId)) throw new TongbanError('message.id-reused', messageId);
    this.opened.push(opening);
    return { caseNo, messageId };
  };
  rejection = async (messageId: string): Promise<string | undefined> =>
    (this.opened.some((opening) => opening.messageId === messageId && opening.unchecked) ? 'message.invalid-fields' : undefined);
}

function channel(): { port: Openings; ask: (message: unknown) => Promise<ControlAnswer | undefined> } {
  const port = new Openings();
  const answers: ControlAnswer[] = [];
  const control = new ControlChannel((command) => openCase(port, command), (answer) => answers.push(answer));
  return { port, ask: async (message) => control.receive(message).then(() => answers.pop()) };
}

const itemsOf = ({ items, itemFlow }: Catalogue) => [...items.keys()].filter((code) => typeof itemFlow(code) !== 'string');
const base = { participant: '310000', opener: '310115', counterpart: '510100' };

describe('the control channel', () => {
  it.each(itemsOf(catalogue))('opens a case of %s with a first message that every SDK and hub takes', async (item) => {
    const { port, ask } = channel();
    const answer = await ask({ id: 7, open: { ...base, item, localCaseNo: 'REF-RETURN-1' } });
    const [opening] = port.opened;
    expect(answer).toEqual({ id: 7, opened: { caseNo: opening?.caseNo, messageId: opening?.messageId } });
    expect(parseCaseNumber(opening?.caseNo ?? '')).toMatchObject({ division: '310115', date: '2026-03-02' });
    const flow = flows.ofItem(item);
    if (typeof flow === 'string' || !opening) throw new Error('not opened');
    const { open, personal, faults } = flow.messages.splitFields(opening.message, opening.fields);
    const context = { environment: 'sandbox', syntheticOnly: true, divisions: catalogue.divisions, unknownFields: 'refuse' } as const;
    expect([...faults, ...flow.messages.validateOpen(opening.message, open, context), ...flow.messages.validatePersonal(opening.message, personal, open, context)]).toEqual([]);
  });

  it('takes the fields and the case number it is given', async () => {
    const { port, ask } = channel();
    const [item] = itemsOf(catalogue);
    await ask({ id: 'x', open: { ...base, item, caseNo: '310115-20260302-7K3M9QX-4', fields: { a: 1 } } });
    expect(port.opened).toMatchObject([{ caseNo: '310115-20260302-7K3M9QX-4', fields: { a: 1 } }]);
  });

  it('opens nothing twice when it is asked again', async () => {
    const { port, ask } = channel();
    const [item] = itemsOf(catalogue);
    const open = { ...base, item, caseNo: '310115-20260302-7K3M9QX-4' };
    expect(await ask({ id: 1, open })).toEqual(await ask({ id: 1, open }));
    expect(port.opened.length).toBe(1);
  });

  it.each(flows.all().flatMap(({ flow }) => flow.entries.map((entry) => [flow.itemCodes[0] ?? '', entry.id])))(
    '%s entry %s: a first message without a required field goes before the right one when asked for', async (item, entry) => {
      const { port, ask } = channel();
      expect(await ask({ id: 1, open: { ...base, item, entry, caseNo: '310115-20260302-7K3M9QX-4', invalidFirst: true } })).toHaveProperty('opened');
      const [invalid, valid] = port.opened;
      const flow = flows.ofItem(item);
      if (typeof flow === 'string' || !invalid || !valid) throw new Error('not opened');
      expect([invalid.unchecked, valid.unchecked, invalid.caseNo, invalid.messageId === valid.messageId]).toEqual([true, undefined, valid.caseNo, false]);
      const home = new DomainHome(flow, valid.caseNo);
      const faults = ({ message: type, ...rest }: Opening) => home.faultsOf({ ...rest, type, side: 'opener' }).map(({ code }) => code);
      expect([faults(invalid), faults(valid)]).toEqual([['field.required'], []]);
      // The entry that is meant stays the same, so that it is the fields that are rejected.
      expect(home.register({ ...invalid, type: invalid.message, side: 'opener' })).toMatchObject({ entryId: entry });
    });

  it.each([
    ['an unknown item', { ...base, item: 'NO-SUCH' }, 'item.unknown'],
    ['an item without a flow', { ...base, item: catalogue.itemsWithoutFlow[0] }, 'item.no-flow'],
    ['an unknown entry', { ...base, item: itemsOf(catalogue)[0], entry: 'NO-SUCH' }, 'entry.not-found'],
    ['a missing side', { participant: '310000', item: itemsOf(catalogue)[0], opener: '310115' }, 'query.invalid'],
    ['a word too many', { ...base, item: itemsOf(catalogue)[0], colour: 'red' }, 'query.invalid'],
  ])('answers %s with its code', async (_name, open, code) => {
    expect(await channel().ask({ id: 1, open })).toMatchObject({ id: 1, failed: { code } });
  });

  it.each([undefined, 'hello', 42, {}, { open: {} }])('ignores %j', async (message) => expect(await channel().ask(message)).toBeUndefined());

  it('has at most 64 commands in hand', async () => {
    const [item] = itemsOf(catalogue);
    const answers: ControlAnswer[] = [];
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => { letGo = resolve; });
    const control = new ControlChannel(async () => gate.then(() => ({ caseNo: 'c', messageId: 'm' })), (answer) => answers.push(answer));
    const all = Array.from({ length: 65 }, (_, id) => control.receive({ id, open: { ...base, item } }));
    await all[64];
    expect(answers).toMatchObject([{ id: 64, failed: { code: 'hub.busy' } }]);
    letGo();
    await Promise.all(all);
    expect(answers.filter((answer) => 'opened' in answer).length).toBe(64);
  });
});
