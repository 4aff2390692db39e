import { ERROR_CATALOGUE } from '@tongban/contracts';
import { readInstant } from '../instant';
import type { View } from '../view';
import { codeWords, named } from '../wording';
import type { FoundVerdict } from './verify-receipts';

const HELD_AGAINST = { message: named('消息原文', 'the message'), stated: named('所记摘要', 'the stated digest'), 'not-at-hand': named('无消息可核', 'no message at hand') };

export function wordVerdicts(verdicts: readonly FoundVerdict[], view: View): string {
  if (verdicts.length === 0) return view.colours.yellow(view.say('没有回执可核验', 'there is no receipt to verify'));
  const faulty = verdicts.filter(({ fault }) => fault !== undefined);
  const [first] = faulty;
  return [
    view.table([named('位置', 'where'), named('级别', 'level'), named('出具方', 'by'), named('密钥', 'key'), named('时间', 'at'), named('摘要核对', 'digest against'), named('结论', 'verdict')],
      verdicts.map(({ where, level, code, issuer, keyId, at, digest, fault }) => [
        where, `${level}${level && view.language === 'zh' ? ` ${codeWords(level).zh}` : ''}${code ? ` (${code})` : ''}`, issuer, keyId, readInstant(at), view.words(HELD_AGAINST[digest]),
        fault === undefined ? view.colours.green(view.say('有效', 'good')) : view.colours.red(fault.code)])),
    first?.fault === undefined
      ? view.colours.green(view.say(`${verdicts.length}份回执全部有效`, `all ${verdicts.length} receipts are good`))
      : view.colours.red(view.say(`${verdicts.length}份回执中${faulty.length}份有误。首个：${first.where}  ${first.fault.code}  ${ERROR_CATALOGUE[first.fault.code].zh}（${first.fault.detail}）`,
        `${faulty.length} of ${verdicts.length} receipts are wrong. The first: ${first.where}  ${first.fault.code}  ${ERROR_CATALOGUE[first.fault.code].en} (${first.fault.detail})`)),
  ].join('\n');
}
