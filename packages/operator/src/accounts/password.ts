import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Cost of scrypt: about 60 ms and 32 MiB on a server core, as OWASP's cheat sheet advises at least (N = 2^15, r = 8, p = 3; 2024). */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Without letters and digits that are taken for one another. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GENERATED_LENGTH = 20;
const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** What is kept of a password; both parts base64. */
export interface PasswordHash { readonly salt: string; readonly key: string }

/** 20 characters, 116 bits. */
export const generatedPassword = (): string => Array.from({ length: GENERATED_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  return { salt: salt.toString('base64'), key: (await derive(password.normalize('NFC'), salt, KEY_BYTES, COST)).toString('base64') };
}

export async function isPassword(password: string, { salt, key }: PasswordHash): Promise<boolean> {
  const expected = Buffer.from(key, 'base64');
  return timingSafeEqual(await derive(password.normalize('NFC'), Buffer.from(salt, 'base64'), KEY_BYTES, COST), expected);
}
