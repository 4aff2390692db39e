import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateJson } from './private-file';
import { type ProcessIdentity, identityOf, isAlive } from './process-identity';

/** What somebody outside may ask of the launcher about one of its processes. */
export interface Wishes {
  /** It is not started again while this is asked. */
  readonly hold: true;
  /** A module that the process loads before its own code when it starts, with settings for it. Node services only. */
  readonly preload: { readonly module: string; readonly env: Readonly<Record<string, string>> };
}
export interface Intervention { withdraw(): void }

interface InterventionFile<K extends keyof Wishes> { readonly holder: ProcessIdentity; readonly wish: Wishes[K] }

/**
 * Wishes about processes, one file each, so that several may hold the same process. A wish counts while the one who asked
 * lives: a fault switchboard that was killed leaves no process held down and no clock wrong.
 */
export class Interventions {
  constructor(private readonly directory: string) {}

  /** @param name of the process, as run.json has it. */
  ask<K extends keyof Wishes>(name: string, kind: K, wish: Wishes[K]): Intervention {
    const file = join(this.directory, `${name}.${kind}.${randomUUID()}.json`);
    writePrivateJson(file, { holder: identityOf(process.pid), wish } satisfies InterventionFile<K>);
    return { withdraw: () => rmSync(file, { force: true }) };
  }
  isHeld(name: string): boolean {
    return this.wishes(name, 'hold').length > 0;
  }
  preloads(name: string): readonly Wishes['preload'][] {
    return this.wishes(name, 'preload');
  }

  private wishes<K extends keyof Wishes>(name: string, kind: K): Wishes[K][] {
    return filesIn(this.directory).filter((file) => file.startsWith(`${name}.${kind}.`) && file.endsWith('.json')).sort().flatMap((file): Wishes[K][] => {
      const intervention = read<K>(join(this.directory, file));
      if (intervention && isAlive(intervention.holder)) return [intervention.wish];
      rmSync(join(this.directory, file), { force: true });
      return [];
    });
  }
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // nobody has asked anything yet
  }
}
/** Files are written whole and moved into place; what cannot be read was withdrawn just now. */
function read<K extends keyof Wishes>(file: string): InterventionFile<K> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as InterventionFile<K>;
  } catch {
    return undefined;
  }
}
