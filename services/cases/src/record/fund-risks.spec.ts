import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, base } from '../../test/home-hub';
import { caseDocument } from '../queries/case-document';

const NOW = { region: 'yrd', now: '2026-06-30T09:00:00+08:00', today: '2026-06-30' };
/** Every rule about money in the flows: what it compares, or what is to be used once. */
const RULES = [...base.flows.values()].flatMap(({ flowId, hubRules }) => hubRules.filter(({ rule }) => rule === 'amountMismatch' || rule === 'duplicateTransfer').map((rule) => [`${flowId} ${rule.id}`, flowId, rule] as const));

describe('risks of funds are flagged before the case is closed (G3-C4)', () => {
  it('the flows have both kinds of rules', () => expect(new Set(RULES.map(([, , { rule }]) => rule))).toEqual(new Set(['amountMismatch', 'duplicateTransfer'])));

  it.each(RULES)('%s: raises its alarm with the message that shows it, and none without', async (_name, flowId, rule) => {
    const one = walk(`${flowId}.normal`);
    // The last message that the rule reads is the one that shows a mismatch.
    const read = rule.rule === 'duplicateTransfer' ? [{ message: rule.message ?? '', field: rule.field ?? '' }] : [...(rule.sum ?? []), ...(rule.equals ?? [])];
    const shows = one.messages.findLastIndex(({ message }) => read.some((ref) => ref.message === message));
    const { field } = read.find(({ message }) => message === one.messages[shows]?.message)!;
    const played = async (isWrong: boolean) => {
      const hub = new HomeHub(one, new Standards());
      hub.valueUsers = (ruleId) => Promise.resolve(isWrong && ruleId === rule.id ? ['another case'] : []);
      for (const message of one.messages.slice(0, shows)) expect((await hub.send(message)).code).toBe('REGISTERED');
      const last = one.messages[shows]!;
      const wrong = { ...last, open: { ...last.open, ...(rule.rule === 'amountMismatch' && { [field]: Number(last.open[field]) + 1 }) } };
      expect((await hub.send(isWrong ? wrong : last)).code).toBe('REGISTERED');
      const { entries, closed } = caseDocument(await hub.read(), { ...NOW, releases: hub.releases });
      return { alerts: entries.at(-1)?.alerts, closed };
    };
    const code = rule.rule === 'amountMismatch' ? 'rule.amount-mismatch' : 'rule.duplicate-transfer';
    const { alerts, closed } = await played(true);
    expect(alerts).toContainEqual({ ruleId: rule.id, code });
    if (rule.rule === 'duplicateTransfer' || one.messages.length - 1 > shows) expect(closed).toBe(false);
    expect((await played(false)).alerts).toEqual([]);
  });
});
