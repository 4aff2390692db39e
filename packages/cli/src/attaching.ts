import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { AttachTarget, Attached, Province } from '@tongban/client';
import { reference } from '@tongban/operator';
import type { Options } from './command-action';
import type { Io } from './io';
import { UsageError } from './outcome';

/** Collects `--attach FILE`, which may be given several times. */
export const collectFiles = (file: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), file];

interface GivenFile { readonly path: string; readonly mediaType: string; readonly material?: string }

/** `--attach FILE` or `--attach MATERIAL=FILE`. @throws UsageError for a file that is not there, or whose ending says no media type that any item takes. */
export function filesGiven(io: Io, options: Options): GivenFile[] {
  const given: unknown = options['attach'];
  return (Array.isArray(given) ? (given as string[]) : []).map((text) => {
    const material = /^(M-[A-Z0-9-]+)=/.exec(text)?.[1];
    const path = resolve(io.cwd, material === undefined ? text : text.slice(material.length + 1));
    if (!existsSync(path)) throw new UsageError(`没有文件${path}`, `there is no file ${path}`);
    const { endings } = reference().attachments;
    const mediaType = endings[extname(path).slice(1).toLowerCase()];
    if (mediaType === undefined) throw new UsageError(`${path} 的后缀须为${Object.keys(endings).join('、')}之一`, `the ending of ${path} is to be one of ${Object.keys(endings).join(', ')}`);
    return { path, mediaType, ...(material !== undefined && { material }) };
  });
}

/** One after the other: all files of a new case get the number of the first. */
export async function attachAll(province: Province, target: AttachTarget, files: readonly GivenFile[]): Promise<Attached[]> {
  const attached: Attached[] = [];
  for (const { path, mediaType, material } of files) {
    const caseNo = target.caseNo ?? attached[0]?.caseNo;
    attached.push(await province.attach({ ...target, ...(caseNo !== undefined && { caseNo }) } as AttachTarget, { path }, { mediaType, ...(material !== undefined && { material }) }));
  }
  return attached;
}
