/**
 * ISO 7064 MOD 37,36: the hybrid system for alphanumeric strings with one check character out of the same 36. It finds
 * every single substitution, and every exchange of two neighbours but one in 630: at each position one pair escapes, and
 * only of characters that also follow each other in the alphabet (0 counts as following Z).
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const M = ALPHABET.length;

const valueOf = (character: string): number => {
  const value = ALPHABET.indexOf(character);
  if (value < 0 || character.length !== 1) throw new RangeError('MOD 37,36 takes the digits 0-9 and the letters A-Z only');
  return value;
};

/** The running product after all characters of `text`. */
function product(text: string): number {
  let carried = M;
  for (const character of text) carried = (((carried + valueOf(character)) % M || M) * 2) % (M + 1);
  return carried;
}

/** The check character to append to `text` (0-9, A-Z). @throws RangeError for any other character. */
export function mod3736CheckCharacter(text: string): string {
  return ALPHABET.charAt((M + 1 - product(text)) % M);
}
