import { type FieldFault, type RegionCode, TongbanError } from '@tongban/contracts';
import type { OperatorDesk } from '@tongban/operator';
import { clockSetting, businessNow, speedOf } from '../clock-setting';
import type { Worded } from '../view';
import { ATTEMPTS_MAX, asSoonAsPossible, whenApproved } from './effective-moment';
import type { Hand } from './hand';
import type { ImportPlan, PlannedDraft } from './import-plan';
import type { Given, RegistryDesk } from './registry-desk';

/** What the drafts of one import say besides their artefacts. */
export interface ImportTerms {
  /** Undefined: the moment is chosen. */
  readonly effectiveFrom: string | undefined;
  readonly transitionDays: number;
  readonly reviewDue?: string;
  readonly title?: Worded;
  readonly reason: string;
}
export interface DraftedImport { readonly plan: PlannedDraft; readonly effectiveFrom: string; readonly digest: string; readonly number: number }
export interface PublishedImport extends DraftedImport { readonly publishedNo: number; readonly publishedAt: string; readonly transitionEndsAt: string }

export type Progress = (zh: string, en: string) => void;

/** One draft per owner, for people to approve. */
export async function draftImport(desk: RegistryDesk, { drafts }: ImportPlan, drafter: Hand, terms: ImportTerms, say: Progress): Promise<readonly DraftedImport[]> {
  const done: DraftedImport[] = [];
  for (const plan of drafts) {
    say(`起草 ${plan.owner} ${plan.draftId}`, `drafting ${plan.owner} ${plan.draftId}`);
    done.push(await drafted(desk, plan, drafter, terms, terms.effectiveFrom ?? whenApproved(await desk.now(plan.owner))));
  }
  return done;
}

export interface Publishers { readonly drafter: Hand; readonly approvers: readonly Hand[]; readonly terms: ImportTerms; readonly say: Progress }

/**
 * Drafted, approved and published. Each owner's draft is whole or not at all; one refused draft keeps those after it from being published.
 * @throws TongbanError of the registry that refused.
 */
export async function publishImport(desk: RegistryDesk, operator: OperatorDesk, { drafts }: ImportPlan, publishers: Publishers): Promise<readonly PublishedImport[]> {
  const done: PublishedImport[] = [];
  for (const plan of drafts) done.push(await published(desk, operator, plan, publishers));
  return done;
}

async function published(desk: RegistryDesk, operator: OperatorDesk, plan: PlannedDraft, { drafter, approvers, terms, say }: Publishers): Promise<PublishedImport> {
  for (let attempt = 0; ; attempt++) {
    const effectiveFrom = terms.effectiveFrom ?? (await soon(operator, plan.owner, attempt));
    say(`起草 ${plan.owner} ${plan.draftId}`, `drafting ${plan.owner} ${plan.draftId}`);
    const draft = await drafted(desk, plan, drafter, terms, effectiveFrom);
    say(`审批并发布 ${plan.draftId}`, `approving and publishing ${plan.draftId}`);
    for (const approver of approvers) await desk.give(approver, plan.owner, { type: 'approve', draftId: plan.draftId, digest: draft.digest });
    try {
      const { number, at, event } = await desk.give(approvers[0]!, plan.owner, { type: 'publish', draftId: plan.draftId });
      return { ...draft, publishedNo: number, publishedAt: at, transitionEndsAt: event.type === 'published' ? event.transitionEndsAt : effectiveFrom };
    } catch (cause) {
      const tooLate = TongbanError.from(cause).faults.some(({ code }) => code === 'standard.effective-too-early') || TongbanError.from(cause).code === 'standard.effective-too-early';
      if (!tooLate || terms.effectiveFrom !== undefined || attempt + 1 >= ATTEMPTS_MAX) throw cause;
      say('审批用时过长，推后实施时间', 'approving took too long; it is to take effect a little later');
    }
  }
}

async function drafted(desk: RegistryDesk, plan: PlannedDraft, drafter: Hand, terms: ImportTerms, effectiveFrom: string): Promise<DraftedImport> {
  const { transitionDays, reviewDue, title = plan.title, reason } = terms;
  const artefacts = plan.artefacts.map(({ kind, id, version, content }) => ({ kind, id, version, content }));
  const { number, event } = await desk.give(drafter, plan.owner, {
    type: 'draft', draftId: plan.draftId, title, effectiveFrom, transitionDays, ...(reviewDue !== undefined && { reviewDue }), artefacts,
  }, { reason }).catch((cause: unknown) => { throw pathsOfBundle(cause, plan); });
  return { plan, effectiveFrom, number, digest: draftDigestOf(event) };
}

const draftDigestOf = (event: Given['event']): string => ('digest' in event ? event.digest : '');

async function soon(operator: OperatorDesk, owner: RegionCode, attempt: number): Promise<string> {
  const setting = clockSetting(await operator.ask(owner, 'clock.show'));
  return asSoonAsPossible(businessNow(setting), speedOf(setting), attempt);
}

/** The registry names faults by the place in the draft; whoever imports knows the file. */
function pathsOfBundle(cause: unknown, { artefacts }: PlannedDraft): unknown {
  if (!(cause instanceof TongbanError)) return cause;
  const faults = cause.faults.map((fault) => {
    const [, index, rest = ''] = /^artefacts\.(\d+)(.*)$/.exec(fault.path) ?? [];
    const artefact = index === undefined ? undefined : artefacts[Number(index)];
    return withOption(artefact === undefined ? fault : { ...fault, path: `${artefact.path}${rest.replace(/^\.content/, '')}` });
  });
  return new TongbanError(cause.code, cause.message, faults, { cause });
}

/** The options of the command line by which a change that breaks can be made; whether it should be is for the steward to say. */
const OPTIONS: Readonly<Partial<Record<string, string>>> = { 'standard.breaking-needs-major': '--major --transition-days N', 'standard.transition-needed': '--transition-days N' };
function withOption(fault: FieldFault): FieldFault {
  const option = OPTIONS[fault.code];
  return option === undefined ? fault : { ...fault, zh: `${fault.zh}。确需如此时加${option}`, en: `${fault.en}. If it is meant, add ${option}` };
}
