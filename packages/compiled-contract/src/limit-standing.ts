import type { Confidence, DeadlineKind, Worded } from '@tongban/domain';
import { wordsOf } from './words';

/** What a limit rests on. `sources` are ids of registered standards, normative documents and laws. */
export interface LimitBasis {
  readonly kind: DeadlineKind;
  readonly sources: readonly string[];
  readonly confidence: Confidence;
}
export interface LimitStanding {
  /** Whether it may be shown as a limit of law. */
  readonly isLegal: boolean;
  /** What is said beside the limit, wherever it is shown. */
  readonly mark: Worded;
}

/** Kinds that may be called legal (data/README.md); a local rule binds its locality only. */
const LEGAL: readonly DeadlineKind[] = ['statutory', 'ministerial-rule', 'local-rule'];

/**
 * Whether a limit may be called law, and what is said of it. Only one of a legal kind with a registered source is law, and a planning value never is. A
 * limit without a registered source is a project default, whatever it is called, and says so.
 */
export function limitStanding({ kind, sources, confidence }: LimitBasis): LimitStanding {
  const { zh, en } = wordsOf(kind);
  const isOfLegalKind = LEGAL.includes(kind);
  if (kind === 'project-default') return notLegal('项目默认值，非法定时限', 'project default, not a limit of law');
  if (sources.length === 0) return notLegal(`项目默认值，非法定时限（归类为${zh}，但来源未登记）`, `project default, not a limit of law (classed as ${en}, but no source is registered)`);
  if (confidence === 'low') return notLegal(`规划值，非法定时限（归类为${zh}，尚未核实）`, `planning value, not a limit of law (classed as ${en}, not confirmed)`);
  if (!isOfLegalKind) return notLegal(`${zh}，非法定时限`, `${en}, not a limit of law`);
  const locality = kind === 'local-rule' ? { zh: '，仅在该地有效', en: ', binds its locality only' } : { zh: '', en: '' };
  const doubt = confidence === 'medium' ? { zh: '（待核实）', en: ' (to be confirmed)' } : { zh: '', en: '' };
  return { isLegal: true, mark: { zh: zh + locality.zh + doubt.zh, en: en + locality.en + doubt.en } };
}

const notLegal = (zh: string, en: string): LimitStanding => ({ isLegal: false, mark: { zh, en } });
