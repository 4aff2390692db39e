/** Why an identifier was refused. The words are those of the reference vectors; they appear in `tongban id check --json`. */
export const IDENTIFIER_REASONS = {
  empty: { zh: '值为空', en: 'The value is empty' },
  length: { zh: '位数不符', en: 'The number of characters is wrong' },
  charset: { zh: '含有不允许的字符', en: 'A character is not allowed at its position' },
  'lower-case': { zh: '字母应为大写', en: 'Letters must be upper case' },
  'legacy-15': { zh: '15位旧号码已停用', en: '15-digit numbers are no longer valid' },
  'invalid-date': { zh: '出生日期不存在', en: 'The birth date is not a real date' },
  'future-date': { zh: '出生日期在未来', en: 'The birth date lies in the future' },
  'check-digit': { zh: '校验码不符', en: 'The check character does not match' },
  unknown: { zh: '代码不存在', en: 'The code does not exist' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;

export type IdentifierReason = keyof typeof IDENTIFIER_REASONS;

/** The answer of every identifier check: what the identifier says, or why it is none. Never both, never an exception. */
export type IdentifierCheck<Facts> =
  | ({ readonly valid: true } & Facts)
  | { readonly valid: false; readonly reason: IdentifierReason };

export const refused = (reason: IdentifierReason): { readonly valid: false; readonly reason: IdentifierReason } =>
  ({ valid: false, reason });
