/** One way in which a value may stand in bytes. */
export interface Form { readonly name: string; readonly bytes: Buffer }

const percent = (bytes: Uint8Array, upper: boolean): string => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')[upper ? 'toUpperCase' : 'toLowerCase']()}`).join('');
const escaped = (text: string, upper: boolean): string => [...Array(text.length).keys()].map((at) => {
  const code = text.charCodeAt(at);
  return code < 0x80 ? text[at]! : `\\u${code.toString(16).padStart(4, '0')[upper ? 'toUpperCase' : 'toLowerCase']()}`;
}).join('');

/**
 * What of the Base64 of a longer text a value in it must show: it may begin at any of three places in a group of three bytes, and the characters at its edges depend on its
 * neighbours and are left out.
 */
function base64At(value: Uint8Array, offset: 0 | 1 | 2, encoding: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(offset), value]).toString(encoding).replace(/=+$/, '');
  const first = [0, 2, 3][offset]!;
  const whole = Math.floor((offset + value.length) * 8 / 6);
  return text.slice(first, whole);
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}

/** Every form of a value that is searched for, each once. */
export function formsOf(value: string): readonly Form[] {
  const utf8 = Buffer.from(value, 'utf8');
  const utf16 = Buffer.from(value, 'utf16le');
  const texts: readonly (readonly [name: string, text: string | Buffer])[] = [
    ['plain', utf8], ['utf-16 le', utf16], ['utf-16 be', swapped(utf16)],
    ...([0, 1, 2] as const).flatMap((offset) => (['base64', 'base64url'] as const).map((encoding) => [`${encoding} +${offset}`, base64At(utf8, offset, encoding)] as const)),
    ['hex', utf8.toString('hex')], ['HEX', utf8.toString('hex').toUpperCase()],
    ['url', encodeURIComponent(value)], ['url, lower case', encodeURIComponent(value).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())], ['url, every byte', percent(utf8, true)], ['url, every byte, lower case', percent(utf8, false)],
    ['json escapes', escaped(value, false)], ['json escapes, upper case', escaped(value, true)], ['json escapes twice', escaped(value, false).replaceAll('\\', '\\\\')],
    // A digest would be no leak of a long secret, but names and numbers are guessed: nothing may be derived from them unkeyed. Digests are of whole messages here.
  ];
  const seen = new Set<string>();
  return texts.flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    const key = bytes.toString('latin1');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ name, bytes }];
  });
}
