import { type FieldFault, TongbanError, fieldFault } from '@tongban/contracts';
import { isDate } from '../calendar/days';
import { HOME_REGIONS } from '../identifiers/divisions';
import { windowFaults } from '../maintenance/window-faults';
import { isWellFormed } from '../schema/wire-value';
import { type ArtefactVersionRef, isArtefactId, isArtefactKind, isVersion, versionKey } from './artefact';
import { isPlacedInstant } from './business-order';
import { type AdoptionStatus, DISPOSITIONS, type RegistryAction, type RegistryCommand, SUSPENSION_SCOPES } from './commands';

/** Bounds of a command; lengths in UTF-16 code units. */
export const COMMAND_LIMITS = {
  title: 300, reason: 4000, states: 500, clause: 100, comment: 4000, artefacts: 2000, targets: 200, participants: 64, transitionDays: 3660,
} as const;

/** Ids of persons, keys (`person:x#1`), commands and drafts. */
const ID_FORM = /^[A-Za-z0-9][A-Za-z0-9:#._-]{0,127}$/;
const UNIT_FORM = /^[1-9]\d0000$/;
const isUnit = (text: string): boolean => UNIT_FORM.test(text) || (HOME_REGIONS as readonly string[]).includes(text);

/** Commands that change what people rely on say why; the others speak for themselves. */
const NEEDS_REASON: ReadonlySet<RegistryCommand['type']> = new Set(['draft', 'draft-corrigendum', 'draft-revert', 'dispose-comment', 'abandon', 'propose-action', 'drop-action']);

/** The forms of one command's values; `faults` grows by one for each that is wrong. */
class Form {
  readonly faults: FieldFault[] = [];

  fault(path: string, code: FieldFault['code'], zh: string, en: string): void {
    this.faults.push(fieldFault(path, code, zh, en));
  }
  text(path: string, value: string, max: number): void {
    if (value.trim() === '') this.fault(path, 'field.required', '不能为空', 'it must not be empty');
    else if (value.length > max) this.fault(path, 'field.length', `最多${max}个字符`, `at most ${max} characters`);
    else if (!isWellFormed(value)) this.fault(path, 'field.type', '须为有效的Unicode文本', 'it must be valid Unicode text');
  }
  id(path: string, value: string): void {
    if (!ID_FORM.test(value)) this.fault(path, 'field.pattern', `须匹配 ${ID_FORM.source}`, `it must match ${ID_FORM.source}`);
  }
  date(path: string, value: string): void {
    if (!isDate(value)) this.fault(path, 'field.date', '须为YYYY-MM-DD格式的日期', 'it must be a date of the form YYYY-MM-DD');
  }
  instant(path: string, value: string): void {
    if (!isPlacedInstant(value)) this.fault(path, 'field.date', '须为带时区的RFC 3339时间', 'it must be an RFC 3339 instant with offset');
  }
  oneOf(path: string, value: string, values: readonly string[]): void {
    if (!values.includes(value)) this.fault(path, 'field.not-in-list', `可用：${values.join('、')}`, `one of ${values.join(', ')}`);
  }
  integer(path: string, value: number, min: number, max: number): void {
    if (!Number.isInteger(value) || value < min || value > max) this.fault(path, 'field.range', `须为${min}至${max}之间的整数`, `it must be an integer from ${min} to ${max}`);
  }
  unit(path: string, value: string): void {
    if (!isUnit(value)) this.fault(path, 'field.pattern', '须为参与方代码或枢纽', 'it must be the code of a participant or a hub');
  }
  versionRef(path: string, { kind, id, version }: ArtefactVersionRef): void {
    if (!isArtefactKind(kind)) this.fault(`${path}.kind`, 'field.not-in-list', '没有这种标准数据', 'there is no such kind of artefact');
    if (!isArtefactId(id)) this.fault(`${path}.id`, 'field.pattern', '编号只含字母、数字、点、下划线和连字符', 'an id has letters, digits, dots, underscores and hyphens only');
    this.version(`${path}.version`, version);
  }
  version(path: string, version: string): void {
    if (!isVersion(version)) this.fault(path, 'field.pattern', '版本形如1.0', 'a version has the form 1.0');
  }
  /** Bounds and differing entries of a list; each entry is then looked at by `each`. */
  list<T>(path: string, list: readonly T[], max: number, keyOf: (entry: T) => string, each: (path: string, entry: T) => void): void {
    if (list.length === 0) return this.fault(path, 'field.required', '至少一项', 'it must have an entry');
    if (list.length > max) return this.fault(path, 'field.too-many', `最多${max}项`, `at most ${max} entries`);
    const seen = new Set<string>();
    list.forEach((entry, at) => {
      each(`${path}.${at}`, entry);
      if (seen.has(keyOf(entry))) this.fault(`${path}.${at}`, 'registry.command-invalid', '与前面的项重复', 'it repeats an entry before it');
      seen.add(keyOf(entry));
    });
  }
}

/** @throws TongbanError `registry.command-invalid` with every fault of form, by path in the command. */
export function requireForm(command: RegistryCommand): void {
  const form = new Form();
  form.id('commandId', command.commandId);
  form.id('actor.personId', command.actor.personId);
  form.id('actor.keyId', command.actor.keyId);
  form.unit('actor.unit', command.actor.unit);
  const deferred = command.type === 'declare-adoption' && command.adoption.status === 'deferred';
  if (NEEDS_REASON.has(command.type) || deferred || command.reason !== '') form.text('reason', command.reason, COMMAND_LIMITS.reason);
  bodyForm(form, command);
  if (form.faults.length > 0) throw new TongbanError('registry.command-invalid', form.faults.map(({ path, en }) => `${path}: ${en}`).join('; '), form.faults);
}

function bodyForm(form: Form, command: RegistryCommand): void {
  if ('draftId' in command) form.id('draftId', command.draftId);
  switch (command.type) {
    case 'draft': case 'draft-corrigendum': case 'draft-revert': return draftForm(form, command);
    case 'open-consultation': return form.instant('until', command.until);
    case 'comment': form.text('clause', command.clause, COMMAND_LIMITS.clause); return form.text('text', command.text, COMMAND_LIMITS.comment);
    case 'dispose-comment': return form.oneOf('disposition', command.disposition, DISPOSITIONS);
    case 'propose-action': return actionForm(form, command.action);
    case 'declare-adoption':
      form.unit('participant', command.participant);
      form.versionRef('version', command.version);
      return adoptionForm(form, command.adoption);
    case 'declare-maintenance':
      form.unit('participant', command.participant);
      return void form.faults.push(...windowFaults(command.windows));
    case 'set-target': {
      const { version, region, goal, by } = command.target;
      form.versionRef('target.version', version);
      form.oneOf('target.region', region, HOME_REGIONS);
      form.date('target.by', by);
      if ('percent' in goal) return form.integer('target.goal.percent', goal.percent, 1, 100);
      return form.list('target.goal.participants', goal.participants, COMMAND_LIMITS.participants, String, (path, participant) => form.unit(path, participant));
    }
    case 'approve': case 'publish': case 'abandon': case 'confirm-action': case 'drop-action': return undefined;
  }
}

type DraftingCommand = Extract<RegistryCommand, { title: unknown }>;
function draftForm(form: Form, { title, effectiveFrom, transitionDays, reviewDue, artefacts }: DraftingCommand): void {
  form.text('title.zh', title.zh, COMMAND_LIMITS.title);
  form.text('title.en', title.en, COMMAND_LIMITS.title);
  form.instant('effectiveFrom', effectiveFrom);
  form.integer('transitionDays', transitionDays, 0, COMMAND_LIMITS.transitionDays);
  if (reviewDue !== undefined) form.date('reviewDue', reviewDue);
  // One version of an artefact per publication.
  form.list<DraftingCommand['artefacts'][number]>('artefacts', artefacts, COMMAND_LIMITS.artefacts, ({ kind, id }) => `${kind}/${id}`, (path, artefact) => {
    form.versionRef(path, artefact);
    if ('patches' in artefact) form.version(`${path}.patches`, artefact.patches);
    if ('restores' in artefact) form.version(`${path}.restores`, artefact.restores);
  });
}

function actionForm(form: Form, action: RegistryAction): void {
  // What a switch or an erasure may say depends on whose registry it is, and is judged there.
  if (action.action === 'switch' || action.action === 'erase') return;
  form.oneOf('action.action', action.action, ['suspend', 'resume', 'withdraw', 'migrate']);
  if (action.action === 'suspend') form.oneOf('action.scope', action.scope, SUSPENSION_SCOPES);
  form.list('action.targets', action.targets, COMMAND_LIMITS.targets, versionKey, (path, target) => form.versionRef(path, target));
  if (action.action === 'migrate') migrationForm(form, action);
}

/** Two versions of one flow, states by their ids, and what each hub said once. */
function migrationForm(form: Form, { targets, states, dryRuns }: Extract<RegistryAction, { action: 'migrate' }>): void {
  const [from, to] = targets;
  if (targets.length !== 2 || targets.some(({ kind }) => kind !== 'flow') || from?.id !== to?.id) form.fault('action.targets', 'registry.command-invalid', '须为同一流程的两个版本', 'it must be two versions of one flow');
  form.list('action.states', states, COMMAND_LIMITS.states, (one) => one.from, (path, one) => {
    form.id(`${path}.from`, one.from);
    if (one.to !== undefined) form.id(`${path}.to`, one.to);
  });
  if (dryRuns.length > 0) form.list('action.dryRuns', dryRuns, HOME_REGIONS.length, ({ region }) => region, (path, one) => {
    form.oneOf(`${path}.region`, one.region, HOME_REGIONS);
    form.instant(`${path}.at`, one.at);
  });
}

function adoptionForm(form: Form, adoption: AdoptionStatus): void {
  form.oneOf('adoption.status', adoption.status, ['ready', 'adopted', 'deferred']);
  if (adoption.status === 'adopted') form.date('adoption.on', adoption.on);
  if (adoption.status === 'deferred') form.date('adoption.until', adoption.until);
}
