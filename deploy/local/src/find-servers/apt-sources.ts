import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One archive that the machine already takes its packages from. */
export interface Archive {
  readonly uri: string;
  /** Keyring that signs it; undefined means the machine's trusted ones. */
  readonly signedBy?: string;
}

/** Where the machine's own release comes from, out of the texts of its source lists (both formats of sources.list(5)). */
export function archiveOfRelease(lists: readonly { readonly name: string; readonly text: string }[], codename: string): Archive | undefined {
  for (const { name, text } of lists) {
    const found = name.endsWith('.sources') ? fromStanzas(text, codename) : fromLines(text, codename);
    if (found) return found;
  }
  return undefined;
}

function fromStanzas(text: string, codename: string): Archive | undefined {
  const stanzas = text.split(/\n\s*\n/).map((stanza) => {
    const fields = new Map<string, string>();
    let field = '';
    for (const line of stanza.split('\n').filter((one) => !one.startsWith('#'))) {
      const head = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
      if (head) field = head[1]!.toLowerCase();
      if (field) fields.set(field, head ? head[2]! : `${fields.get(field)}\n${line.trim()}`);
    }
    return fields;
  });
  const words = (value: string | undefined): string[] => (value ?? '').split(/\s+/).filter(Boolean);
  for (const stanza of stanzas) {
    const uri = words(stanza.get('uris'))[0];
    const enabled = !/^(no|false)$/i.test(stanza.get('enabled') ?? 'yes');
    if (!uri || !enabled || !words(stanza.get('types')).includes('deb') || !words(stanza.get('suites')).includes(codename)) continue;
    const signedBy = stanza.get('signed-by')?.trim();
    return { uri, ...(signedBy?.startsWith('/') && { signedBy }) };
  }
  return undefined;
}

function fromLines(text: string, codename: string): Archive | undefined {
  for (const line of text.split('\n')) {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s/.exec(`${line.trim()} `);
    if (!match || match[3] !== codename) continue;
    const signedBy = /(?:^|\s)signed-by=(\/\S+)/.exec(match[1] ?? '')?.[1];
    return { uri: match[2]!, ...(signedBy && { signedBy }) };
  }
  return undefined;
}

/** The machine's source lists, the main one first. */
export function readSourceLists(directory = '/etc/apt'): { name: string; text: string }[] {
  const parts = join(directory, 'sources.list.d');
  const files = [join(directory, 'sources.list'), ...(existsSync(parts) ? readdirSync(parts).sort().map((name) => join(parts, name)) : [])];
  return files.filter((file) => /\.(list|sources)$/.test(file) && existsSync(file)).map((name) => ({ name, text: readFileSync(name, 'utf8') }));
}
