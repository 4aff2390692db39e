import { type FieldFault, TongbanError } from '@tongban/contracts';
import {
  type AlarmRules, type AlertRules, type AttachmentRules, type CodeMapping, DivisionDirectory, type DivisionRecord, type FieldNumberLock, type FloorsOf, type Flow, type FlowDictionary, type Participant, type ParticipantRecord, type Profile, type StaleCopyPolicy, WorkCalendar, sha256Hex,
  verifyLock,
} from '@tongban/domain';
import { ALARM_RULES_FILE, ALERT_RULES_FILE, ATTACHMENTS_FILE, LEGAL_BASES_FILE, LOCK_FILE, PACKAGE_ROOT, PERSONAL_NAMES_FILE, STALE_COPIES_FILE, dataFault, dataPath, readShaped, readText } from './data-files';
import { deepFreeze } from './deep-freeze';
import { flowFaults } from './flow-faults';
import { referenceFaults } from './references';
import { alarmRulesFile } from './shapes/alarm-rules';
import { alertRulesFile } from './shapes/alert-rules';
import { staleCopiesFile } from './shapes/stale-copies';
import { attachmentsFile } from './shapes/attachments';
import { flowsFile, lockFile, personalNamesFile } from './shapes/flows';
import { type Region, divisionsFile, regionsFile } from './shapes/geography';
import {
  type EvaluationRecord, type HolidayYear, type IdentifierRecord, type LegalBasisRecord, type Task, evaluationFile, holidaysFile, identifiersFile, legalBasesFile, tasksFile,
} from './shapes/reference';
import { type ServiceItem, serviceItemsFile } from './shapes/service-items';
import { type Standard, standardsFile } from './shapes/standards';

/** The answer to "may a case of this item be opened": its flow, or why there is none. */
export type ItemFlow = Flow | 'unknown' | 'not-cross-province' | 'no-flow';

/** The reference data as one frozen value. */
export interface Catalogue {
  /** `retrieved` of the newest file, e.g. `2026-11`. */
  readonly version: string;
  /** SHA-256 (hex) over the text of every file and the field-number lock. */
  readonly digest: string;
  /** By item code. */
  readonly items: ReadonlyMap<string, ServiceItem>;
  /** By standard id. */
  readonly standards: ReadonlyMap<string, Standard>;
  /** By flow id. */
  readonly flows: ReadonlyMap<string, Flow>;
  readonly dictionary: FlowDictionary;
  /** By mapping id. The package ships with none: they are the provinces'. */
  readonly codeMappings: ReadonlyMap<string, CodeMapping>;
  /** By profile id. The package ships with none: they are the regions'. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** By participant; none until its region publishes one. */
  readonly participants: ReadonlyMap<string, ParticipantRecord>;
  readonly lock: FieldNumberLock;
  readonly divisions: DivisionDirectory;
  readonly divisionRecords: readonly DivisionRecord[];
  readonly regions: readonly Region[];
  readonly holidays: readonly HolidayYear[];
  /** Years of the calendars that participants have of their own; the package ships with none. */
  readonly ownCalendars: readonly HolidayYear[];
  readonly identifiers: readonly IdentifierRecord[];
  readonly tasks: readonly Task[];
  readonly evaluation: readonly EvaluationRecord[];
  /** Names of fields that always hold personal data, see `KnownReferences`. */
  readonly personalNames: readonly string[];
  /** What may be attached to messages of an item, and media types by the ending of a file's name. */
  readonly attachments: AttachmentRules & { readonly endings: Readonly<Record<string, string>> };
  /** Grounds on which personal data may leave the mainland side (T6-C6). */
  readonly legalBases: readonly LegalBasisRecord[];
  /** When the clocks of a case raise alarms, and for whom. */
  readonly alarmRules: AlarmRules;
  /** When the standing of a hub raises alerts. */
  readonly alertRules: AlertRules;
  /** How a copy of a registry degrades that its owner has not confirmed for a while. */
  readonly staleCopies: StaleCopyPolicy;
  /** The State Council's calendar, which binds mainland participants. */
  readonly mainlandCalendar: WorkCalendar;
  /** Items handled across provinces for which no flow is published; their cases are refused with `item.no-flow`. */
  readonly itemsWithoutFlow: readonly string[];
  itemFlow(itemCode: string): ItemFlow;
  /** National floors of an item with the days they count on, through all its published versions, those to come included. */
  readonly floorsOf: FloorsOf;
  /** A SAR has its own calendar; while none is loaded its dates are not covered, and the mainland's is never taken instead. */
  calendarOf(participant: Participant): WorkCalendar;
}

/**
 * Reads and checks the whole catalogue: shapes, references between files, the static checks of the flows, and the equality
 * of the field-number lock. Running every flow through all it can do is left to its import (`checkFlow`) and to the tests.
 * @param root folder with `data/` and `locks/`; the package's own by default.
 * @throws TongbanError `catalogue.invalid` with every fault, each at `FILE#JSONPATH`.
 */
export function loadCatalogue(root: string = PACKAGE_ROOT): Catalogue {
  const faults: FieldFault[] = [];
  const files = {
    items: readShaped(root, dataPath('service-items'), serviceItemsFile, faults),
    standards: readShaped(root, dataPath('standards'), standardsFile, faults),
    flows: readShaped(root, dataPath('case-flows'), flowsFile, faults),
    divisions: readShaped(root, dataPath('divisions'), divisionsFile, faults),
    regions: readShaped(root, dataPath('regions'), regionsFile, faults),
    holidays: readShaped(root, dataPath('holidays'), holidaysFile, faults),
    identifiers: readShaped(root, dataPath('identifiers'), identifiersFile, faults),
    tasks: readShaped(root, dataPath('nine-tasks'), tasksFile, faults),
    evaluation: readShaped(root, dataPath('evaluation'), evaluationFile, faults),
    lock: readShaped(root, LOCK_FILE, lockFile, faults),
    personalNames: readShaped(root, PERSONAL_NAMES_FILE, personalNamesFile, faults),
    attachments: readShaped(root, ATTACHMENTS_FILE, attachmentsFile, faults),
    legalBases: readShaped(root, LEGAL_BASES_FILE, legalBasesFile, faults),
    alarmRules: readShaped(root, ALARM_RULES_FILE, alarmRulesFile, faults),
    alertRules: readShaped(root, ALERT_RULES_FILE, alertRulesFile, faults),
    staleCopies: readShaped(root, STALE_COPIES_FILE, staleCopiesFile, faults),
  };
  const { items, standards, flows, divisions, regions, holidays, identifiers, tasks, evaluation, lock, personalNames, attachments, legalBases, alarmRules, alertRules, staleCopies } = files;
  if (!items || !standards || !flows || !divisions || !regions || !holidays || !identifiers || !tasks || !evaluation || !lock || !personalNames || !attachments || !legalBases || !alarmRules || !alertRules || !staleCopies) throw invalid(faults);

  const flowRecords: readonly Flow[] = flows.records;
  const { enums, codeLists, recordTypes, commonMessages } = flows;
  const dictionary: FlowDictionary = { enums, codeLists, recordTypes, commonMessages };
  for (const itemCode of Object.keys(attachments.items)) {
    if (!items.records.some((item) => item.itemCode === itemCode)) faults.push(dataFault(ATTACHMENTS_FILE, `$.items.${itemCode}`, `所引用的${itemCode}不存在`, `there is no item ${itemCode}`));
  }
  faults.push(...referenceFaults({ items: items.records, standards: standards.records, flows: flowRecords, regions: regions.records, divisions: divisions.records }));
  const known = {
    items: new Set(items.records.map(({ itemCode }) => itemCode)), standards: new Set(standards.records.map(({ id }) => id)), personalNames: personalNames.names,
  };
  faults.push(...flowFaults(flowRecords, dictionary, known));
  faults.push(...verifyLock(lock, flowRecords, dictionary).map(({ path, zh, en }) => dataFault(LOCK_FILE, path, zh, en)));
  if (faults.length > 0) throw invalid(faults);

  const itemsByCode = new Map(items.records.map((item) => [item.itemCode, item]));
  const flowsById = new Map(flowRecords.map((flow) => [flow.flowId, flow]));
  const mainlandCalendar = new WorkCalendar({ years: holidays.records });
  const uncovered = new WorkCalendar({ years: [] });
  const itemFlow = (itemCode: string): ItemFlow => {
    const item = itemsByCode.get(itemCode);
    if (!item) return 'unknown';
    if (!item.crossProvince.supported) return 'not-cross-province';
    return (item.flowId === null ? undefined : flowsById.get(item.flowId)) ?? 'no-flow';
  };
  const dataFiles = [items, standards, flows, divisions, regions, holidays, identifiers, tasks, evaluation];
  const names = ['service-items', 'standards', 'case-flows', 'divisions', 'regions', 'holidays', 'identifiers', 'nine-tasks', 'evaluation'].map(dataPath);
  for (const file of Object.values(files)) deepFreeze(file);
  return Object.freeze({
    version: dataFiles.map(({ retrieved }) => retrieved).reduce((newest, one) => (one > newest ? one : newest)),
    digest: sha256Hex(...[...names, LOCK_FILE, PERSONAL_NAMES_FILE, ATTACHMENTS_FILE, LEGAL_BASES_FILE].map((file) => readText(root, file))),
    items: itemsByCode,
    standards: new Map(standards.records.map((standard) => [standard.id, standard])),
    flows: flowsById,
    dictionary: Object.freeze(dictionary), codeMappings: new Map(), profiles: new Map(), participants: new Map(),
    lock,
    divisions: new DivisionDirectory(divisions.records),
    divisionRecords: divisions.records,
    regions: regions.records,
    holidays: holidays.records, ownCalendars: Object.freeze([]),
    identifiers: identifiers.records,
    tasks: tasks.records,
    evaluation: evaluation.records,
    personalNames: personalNames.names,
    attachments,
    legalBases: legalBases.records,
    alarmRules,
    alertRules,
    staleCopies,
    mainlandCalendar,
    itemsWithoutFlow: Object.freeze(items.records.map(({ itemCode }) => itemCode).filter((itemCode) => itemFlow(itemCode) === 'no-flow')),
    itemFlow,
    floorsOf: (itemCode: string) => itemsByCode.get(itemCode)?.floors ?? [],
    calendarOf: (participant: Participant) => (participant.mainlandHrssRulesApply ? mainlandCalendar : uncovered),
  });
}

const invalid = (faults: readonly FieldFault[]): TongbanError =>
  new TongbanError('catalogue.invalid', `${faults.length} faults in the catalogue, first: ${faults[0]?.path} ${faults[0]?.en}`, faults);
