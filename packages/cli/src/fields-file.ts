import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Fields } from '@tongban/domain';
import type { Io } from './io';
import { UsageError } from './outcome';

/** Fields of a message: one flat object, field id to value, of open and personal fields alike. @throws UsageError. */
export function fieldsFrom(io: Io, file: string | undefined): Fields {
  if (file === undefined) return {};
  const text = readGiven(io, file);
  const fields = parseFields(text);
  if (fields === undefined) throw new UsageError(`${file} 不是一个JSON对象`, `${file} is not one JSON object`);
  return fields;
}

export function readGiven(io: Io, file: string): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UsageError(`无法读取${file}：${code}`, `${file} cannot be read: ${code}`);
  }
}

export function parseFields(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
