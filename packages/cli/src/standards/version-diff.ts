import { counted } from '@tongban/contracts';
import { type ArtefactRef, CHANGE_RULES, type Change, type Compatibility, type Direction, type Worded, artefactKey, diffOf, verdictOf } from '@tongban/domain';
import { type CommandResult, EXIT } from '../outcome';
import type { View } from '../view';
import { named } from '../wording';

const VERDICTS: Readonly<Record<Compatibility, Worded>> = {
  identical: { zh: '内容相同', en: 'identical' },
  compatible: { zh: '兼容：可为次版本', en: 'compatible: a minor version will do' },
  breaking: { zh: '不兼容：须提升主版本号，并设过渡期', en: 'breaking: it needs a new major version and a transition window' },
};
const DIRECTIONS: Readonly<Record<Direction, Worded>> = { sender: named('发送方', 'senders'), recipient: named('接收方', 'recipients'), both: named('双方', 'both'), none: named('无', 'nobody') };

/** One version of an artefact, with its content. */
export interface ComparedVersion { readonly version: string; readonly content: unknown }

/** What changed between two versions, and whether it breaks; breaking ones first for people, each with a sentence why. Exits with 1 where it breaks. */
export function diffResult(ref: ArtefactRef, from: ComparedVersion, to: ComparedVersion): CommandResult {
  const changes = diffOf(from.content, to.content, ref.kind);
  const { verdict, reasons } = verdictOf(changes);
  return {
    document: { kind: ref.kind, id: ref.id, from: from.version, to: to.version, verdict, reasons: reasons.map(({ path, change, zh, en, why }) => ({ path, change, zh, en, why })), changes },
    exit: verdict === 'breaking' ? EXIT.negative : EXIT.ok,
    human: (view) => [
      `${view.heading(artefactKey(ref), artefactKey(ref))}  ${from.version} → ${to.version}`,
      verdict === 'breaking' ? view.colours.red(view.words(VERDICTS[verdict])) : view.colours.green(view.words(VERDICTS[verdict])),
      ...[...reasons, ...changes.filter(({ breaking }) => !breaking)].flatMap((change) => lines(view, change)),
      ...(changes.length === 0 ? [] : [view.colours.dim(view.say(`共${changes.length}处改动，其中${reasons.length}处不兼容`, `${counted(changes.length, 'change')}, ${reasons.length} of them breaking`))]),
    ].join('\n'),
  };
}

function lines(view: View, change: Change): string[] {
  const why = view.words(CHANGE_RULES[change.change].why);
  const concerned = view.say(`须留意：${DIRECTIONS[change.direction].zh}`, `concerns ${DIRECTIONS[change.direction].en}`);
  return [`${change.breaking ? view.colours.red('✗') : view.colours.green('✓')} ${view.words(change)}`, view.colours.dim(`    ${change.direction === 'none' ? why : `${why}${view.say('；', '; ')}${concerned}`}`)];
}
