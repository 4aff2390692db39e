import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Form, formsOf } from './forms';

export interface Found { readonly marker: string; readonly form: string; readonly place: string }

/** Bytes that come in parts and are never held together: what a value needs to be found across two parts is kept, and no more. */
export class Search {
  private readonly forms: readonly { readonly marker: string; readonly form: Form }[];
  private readonly overlap: number;
  private readonly found = new Map<string, Found>();
  private bytes = 0;

  constructor(markers: readonly string[]) {
    this.forms = markers.flatMap((marker) => formsOf(marker).map((form) => ({ marker, form })));
    this.overlap = Math.max(0, ...this.forms.map(({ form }) => form.bytes.length - 1));
  }

  get results(): readonly Found[] {
    return [...this.found.values()];
  }
  /** Bytes looked through: a search that saw nothing finds nothing. */
  get searched(): number {
    return this.bytes;
  }

  /** Looks through one whole thing. */
  look(place: string, content: Uint8Array | string): void {
    const reader = this.reader(place);
    reader(typeof content === 'string' ? Buffer.from(content) : content);
  }

  /** Looks through a thing that comes in parts, one after the other. */
  reader(place: string): (part: Uint8Array) => void {
    let tail = Buffer.alloc(0);
    return (part) => {
      this.bytes += part.length;
      const bytes = tail.length === 0 ? Buffer.from(part.buffer, part.byteOffset, part.length) : Buffer.concat([tail, part]);
      for (const { marker, form } of this.forms) if (bytes.includes(form.bytes)) this.found.set(`${marker}|${form.name}|${place}`, { marker, form: form.name, place });
      tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - this.overlap)));
    };
  }

  async file(path: string, place = path): Promise<void> {
    const reader = this.reader(place);
    for await (const part of createReadStream(path, { highWaterMark: 1024 * 1024 })) reader(part as Buffer);
  }

  /** Every file below a directory, and its name. A file that goes while it is read had its turn: servers write theirs anew. */
  async directory(root: string, leftOut: (path: string) => boolean): Promise<void> {
    for (const entry of readdirSync(root, { withFileTypes: true })) {
      const path = join(root, entry.name);
      if (leftOut(path)) continue;
      this.look(`name of ${path}`, entry.name);
      if (entry.isDirectory()) await this.directory(path, leftOut);
      else if (entry.isFile()) {
        await this.file(path).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
        });
      }
    }
  }
}
