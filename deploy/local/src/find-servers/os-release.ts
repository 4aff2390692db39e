import { existsSync, readFileSync } from 'node:fs';

/** What /etc/os-release says, os-release(5). */
export interface OsRelease {
  readonly id: string;
  readonly codename: string;
  /** Debian and what is derived from it. */
  readonly debianLike: boolean;
}

export function parseOsRelease(text: string): OsRelease {
  const values = new Map(text.split('\n').flatMap((line) => {
    const match = /^([A-Z_]+)=(?:"(.*)"|'(.*)'|(.*))$/.exec(line.trim());
    return match ? [[match[1]!, match[2] ?? match[3] ?? match[4] ?? ''] as const] : [];
  }));
  const id = values.get('ID') ?? '';
  const like = (values.get('ID_LIKE') ?? '').split(' ');
  return { id, codename: values.get('VERSION_CODENAME') ?? '', debianLike: [id, ...like].includes('debian') };
}

export const readOsRelease = (file = '/etc/os-release'): OsRelease => parseOsRelease(existsSync(file) ? readFileSync(file, 'utf8') : '');
