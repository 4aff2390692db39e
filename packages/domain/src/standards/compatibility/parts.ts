import type { Worded } from '../../flow/model';
import { canonicalJson } from '../../schema/canonical-json';
import type { ChangeKind } from './rules';

export type Json = Readonly<Record<string, unknown>>;
/** The kind of a change from one value to another; `undefined` is no value. Asked only where the two differ. */
export type Judge = (before: unknown, after: unknown) => ChangeKind;

/** One value. Of several keys it is the object of those that are there. */
export interface Leaf { readonly part: 'leaf'; readonly keys: readonly string[]; readonly noun: Worded; readonly judge: Judge }
/** A list of texts of which the order says nothing. */
export interface Members { readonly part: 'members'; readonly key: string; readonly noun: Worded; readonly added: ChangeKind; readonly removed: ChangeKind }
/** A list of records that have names. */
export interface Records {
  readonly part: 'records'; readonly key: string; readonly noun: Worded; readonly nameOf: (record: Json) => string;
  readonly added: (record: Json) => ChangeKind; readonly removed: ChangeKind; readonly of: Shape;
}
/** One record, or none. */
export interface Nested { readonly part: 'nested'; readonly key: string; readonly noun: Worded; readonly added: ChangeKind; readonly removed: ChangeKind; readonly of: Shape }
export type Part = Leaf | Members | Records | Nested;

/** What is known of a record, and what a change of anything else in it counts as. */
export interface Shape { readonly parts: readonly Part[]; readonly other: 'other' | 'other-structure' }

export const words = (zh: string, en: string): Worded => ({ zh, en });
/** A text as it is, anything else as JSON. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value));
const judgeOf = (judge: Judge | ChangeKind): Judge => (typeof judge === 'string' ? () => judge : judge);
export const leaf = (keys: string | readonly string[], zh: string, en: string, judge: Judge | ChangeKind): Leaf => ({ part: 'leaf', keys: typeof keys === 'string' ? [keys] : keys, noun: words(zh, en), judge: judgeOf(judge) });
/** Several values of which each change is of one kind. */
export const each = (change: ChangeKind, named: readonly (readonly [key: string, zh: string, en: string])[]): readonly Part[] => named.map(([key, zh, en]) => leaf(key, zh, en, change));
export const members = (key: string, zh: string, en: string, added: ChangeKind, removed: ChangeKind): Members => ({ part: 'members', key, noun: words(zh, en), added, removed });
export const nested = (key: string, zh: string, en: string, added: ChangeKind, removed: ChangeKind, of: Shape): Nested => ({ part: 'nested', key, noun: words(zh, en), added, removed, of });
export const records = (key: string, zh: string, en: string, name: string | Records['nameOf'], added: ChangeKind | Records['added'], removed: ChangeKind, of: Shape): Records => ({
  part: 'records', key, noun: words(zh, en), nameOf: typeof name === 'string' ? (record) => textOf(record[name]) : name, added: typeof added === 'string' ? () => added : added, removed, of,
});

/** Keys that many records have: what they are called, and what they rest on. */
export const LABEL: readonly Leaf[] = [leaf('zh', '中文名称', 'Chinese name', 'relabelled'), leaf('en', '英文名称', 'English name', 'relabelled')];
export const SOURCED: readonly Leaf[] = [leaf('confidence', '可信度', 'confidence', 'source-changed'), leaf('basis', '依据', 'basis', 'source-changed')];
export const NOTE = leaf('note', '说明', 'note', 'relabelled');
export const SOURCES = members('sourceStandardIds', '依据标准', 'source standard', 'reference-added', 'reference-removed');

export const keysOf = (part: Part): readonly string[] => (part.part === 'leaf' ? part.keys : [part.key]);
