import type { CodeList } from '../../flow/model';
import { codesOn } from '../../schema/code-validity';
import { type CodeMapping, type Counterparts, toLocal, toStandard } from './mapping';

/** One code of one side, with its counterparts on the other and what is lost on the way. */
export interface CoveredCode extends Counterparts { readonly code: string; readonly zh: string; readonly en: string }

/** How far a table goes, both ways. */
export interface MappingCoverage {
  /** Local codes, each once, in the order of the table. */
  readonly toStandard: readonly CoveredCode[];
  /** Standard codes that count on the day, in the order of their list. */
  readonly toLocal: readonly CoveredCode[];
  /** Standard codes the table says nothing of. */
  readonly unmapped: readonly string[];
  /** Every standard code has a counterpart, and every local one. */
  readonly total: boolean;
  /** Total, and nothing is lost either way. */
  readonly lossless: boolean;
}

/** The coverage of a table for the codes of its list that a case opened on the day may use. */
export function mappingCoverage(mapping: CodeMapping, list: CodeList, on: string): MappingCoverage {
  const locals = new Map(mapping.rows.map((row) => [row.local, row]).reverse() as [string, CodeMapping['rows'][number]][]);
  const codes = [...new Set(mapping.rows.map(({ local }) => local))];
  const out = codes.map((code): CoveredCode => {
    const { localZh: zh, localEn = zh } = locals.get(code)!;
    return { code, zh, en: localEn, ...toStandard(mapping, code) };
  });
  const back = codesOn(list, on).map(({ code, zh, en }): CoveredCode => ({ code, zh, en, ...toLocal(mapping, code) }));
  const all = [...out, ...back];
  return {
    toStandard: out, toLocal: back, unmapped: back.filter(({ loss }) => loss.includes('unmapped')).map(({ code }) => code),
    total: all.every(({ codes: found }) => found.length > 0), lossless: all.every(({ loss }) => loss.length === 0),
  };
}
