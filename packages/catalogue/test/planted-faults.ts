import { named } from './skill-certificates';

/* eslint-disable @typescript-eslint/no-explicit-any */
/** `what` in the words of the reference check; `plant` changes the flow of the fixture; `path` below `$.flows[0]`; `words` in the English fault. */
export interface PlantedFault { readonly what: string; readonly plant: (flow: any) => void; readonly path: string; readonly words: RegExp }

const message = (flow: any, id: string): any => named(flow.messages, id);
const field = (flow: any, messageId: string, id: string): any => named(message(flow, messageId).fields, id);
const transition = (flow: any, id: string): any => named(flow.transitions, id);
const deadline = (flow: any, id: string): any => named(flow.deadlines, id);
const rule = (flow: any, id: string): any => named(flow.hubRules, id);
const twice = (list: any[]): void => void list.push(structuredClone(list[0]));

const table: readonly (readonly [string, (flow: any) => void, string, RegExp])[] = [
  // types and fields
  ['unknown code list', (f) => { field(f, 'VCT-APPLY', 'skill_level').type = 'enum:Nothing'; }, '.messages[0].fields[6].type', /unknown code list/],
  ['unknown record type', (f) => { field(f, 'VCT-APPLY', 'certificates').type = 'list<record:Nothing>'; }, '.messages[0].fields[7].type', /unknown record type/],
  ['unknown type', (f) => { field(f, 'VCT-APPLY', 'mobile').type = 'number'; }, '.messages[0].fields[3].type', /not a field type/],
  ['field ids not unique', (f) => twice(message(f, 'VCT-APPLY').fields), '.messages[0].fields[9]', /person_name is not unique/],
  ['string without pattern or maxLength', (f) => { delete field(f, 'VCT-APPLY', 'mobile').pattern; }, '.messages[0].fields[3]', /pattern or a maxLength/],
  ['integer without min and max', (f) => { f.recordTypes[0].fields.push({ id: 'score', zh: '分', en: 'Score', type: 'int32', required: false }); }, '.recordTypes[0].fields[3]', /min and max/],
  ['typedBy is no field here', (f) => { field(f, 'VCT-APPLY', 'id_number').typedBy = 'nothing'; }, '.messages[0].fields[2].typedBy', /unknown field nothing/],
  ['required and requiredWhen', (f) => { field(f, 'VCT-RESULT', 'revoked_on').required = true; }, '.messages[2].fields[3]', /exclude each other/],
  ['personalData missing', (f) => { delete field(f, 'VCT-RESULT', 'checked_on').personalData; }, '.messages[2].fields[2].personalData', /expected boolean/],
  ['must be personal: by type', (f) => { field(f, 'VCT-RESULT', 'finding_text').personalData = false; }, '.messages[2].fields[4].personalData', /must be marked personal/],
  ['must be personal: by name', (f) => { field(f, 'VCT-APPLY', 'mobile').personalData = false; }, '.messages[0].fields[3].personalData', /must be marked personal/],
  ['requiredWhen reads unknown', (f) => { field(f, 'VCT-RESULT', 'revoked_on').requiredWhen.field = 'nothing'; }, '.messages[2].fields[3].requiredWhen', /unknown field nothing/],
  ['open field required by a personal one', (f) => { field(f, 'VCT-RESULT', 'revoked_on').requiredWhen = { field: 'finding_text', present: true }; }, '.messages[2].fields[3].requiredWhen', /depend on the personal field/],
  // guards
  ['guard reads unknown field', (f) => { transition(f, 'A05').when.field = 'nothing'; }, '.transitions[3].when', /unknown field nothing/],
  ['guard reads personal field', (f) => { transition(f, 'A05').when = { field: 'finding_text', present: true }; }, '.transitions[3].when', /personal field finding_text/],
  ['guard reads a field without finite domain', (f) => { transition(f, 'A05').when = { not: { field: 'checked_on', present: true } }; }, '.transitions[3].when.not', /no finite domain/],
  ['guard names no value', (f) => { transition(f, 'A05').when.in.push('MAYBE'); }, '.transitions[3].when', /no value MAYBE/],
  ['guard names unknown state', (f) => { transition(f, 'A05').when = { all: [transition(f, 'A05').when, { visited: ['NOWHERE'] }] }; }, '.transitions[3].when.all[1]', /unknown state NOWHERE/],
  // names
  ...(['states', 'transitions', 'messages', 'actors', 'deadlines', 'entries'] as const).map((key) =>
    [`${key} not unique`, (f: any) => twice(f[key]), `.${key}`, /is not unique/] as const),
  ['code list redefined', (f) => { f.codeLists[1].id = 'IdType'; }, '.codeLists[1]', /IdType is redefined/],
  ['a code without code, zh and en', (f) => { f.codeLists[0].values[0].zh = ''; }, '.codeLists[0].values[0].zh', /expected string/],
  ['unknown item', (f) => { f.itemCodes.push('HRSS-SKL-9999'); }, '.itemCodes[1]', /unknown item/],
  ['unknown standard', (f) => { f.sourceStandardIds.push('NONE'); }, '.sourceStandardIds[1]', /unknown standard NONE/],
  ['external: via must be an agency', (f) => { named(f.actors, 'ASSESSMENT_BODY').via = 'HOLDER'; }, '.actors[3].via', /via an agency/],
  ['applicant: via must be opener', (f) => { named(f.actors, 'HOLDER').via = 'ISSUING_AGENCY'; }, '.actors[0].via', /via the opener/],
  ['unknown track', (f) => { named(f.states, 'CHECKING').track = 'nowhere'; }, '.states[3].track', /unknown track nowhere/],
  ['terminal needs outcome', (f) => { delete named(f.states, 'COMPLETED').outcome; }, '.states[7].outcome', /have an outcome/],
  ['other states need holder', (f) => { delete named(f.states, 'ACCEPTED').holder; }, '.states[1].holder', /have a holder/],
  ['unknown holder', (f) => { named(f.states, 'ASKED').holder = 'NOBODY'; }, '.states[2].holder', /needs a holder/],
  ['unknown kind', (f) => { message(f, 'VCT-RESULT').kind = 'gift'; }, '.messages[2].kind', /Invalid option/],
  ['unknown actor', (f) => { message(f, 'VCT-RESULT').to.push('NOBODY'); }, '.messages[2].to', /unknown actor NOBODY/],
  // entries
  ['an entry goes to the main track', (f) => { f.entries[0].to = 'REGISTER_DUE'; }, '.entries[0].to', /main track/],
  ['opener and counterpart must be two agencies', (f) => { f.entries[0].counterpart = 'HUB'; }, '.entries[0]', /two agencies/],
  ['the entry message must come from the opener', (f) => { f.entries[0].actor = 'ISSUING_AGENCY'; }, '.entries[0].actor', /come from the opener/],
  ['normal path names unknown', (f) => { f.entries[0].normalPath.push('A99'); }, '.entries[0].normalPath', /unknown transition A99/],
  // transitions
  ['unknown message', (f) => { transition(f, 'A03').message = 'VCT-NONE'; }, '.transitions[1].message', /unknown message VCT-NONE/],
  ['unknown clock', (f) => { transition(f, 'A03').clock = 'pause'; }, '.transitions[1].clock', /Invalid option/],
  ['may not send', (f) => { transition(f, 'A03').actors = ['ISSUING_AGENCY']; }, '.transitions[1].actors', /may not send VCT-REQUEST/],
  ['the hub never moves a case', (f) => { Object.assign(transition(f, 'N01'), { from: ['ASKED'], to: 'CHECKING' }); }, '.transitions[13].to', /never moves a case/],
  ['a note leaves the clock alone', (f) => { transition(f, 'N01').clock = 'stop'; }, '.transitions[13].clock', /leaves the clock alone/],
  ['unknown state', (f) => { transition(f, 'A03').to = 'NOWHERE'; }, '.transitions[1]', /unknown state/],
  ['more than one track', (f) => { transition(f, 'A03').from.push('REGISTER_DUE'); }, '.transitions[1]', /more than one track/],
  ['leaves a terminal state', (f) => { transition(f, 'A03').from.push('WITHDRAWN'); }, '.transitions[1].from', /leaves a terminal state/],
  ['a terminal state stops the clock', (f) => { transition(f, 'A06').clock = 'continue'; }, '.transitions[4].clock', /stops the clock/],
  ['also is not on that track', (f) => { transition(f, 'B05').also = { register: 'CHECKING' }; }, '.transitions[5].also', /not on the other track/],
  // limits
  ['fact of an unknown field', (f) => { f.facts[0].producedBy.field = 'nothing'; }, '.facts[0].producedBy', /unknown field VCT-APPLY.nothing/],
  ['fact of a sealed field', (f) => { f.facts[0].producedBy.field = 'person_name'; }, '.facts[0].producedBy', /is sealed/],
  ['fact of a field that is no date', (f) => { f.facts[0].producedBy.field = 'skill_level'; }, '.facts[0].producedBy', /not date/],
  ['unknown responsible actor', (f) => { deadline(f, 'D-A05').responsible = 'NOBODY'; }, '.deadlines[1].responsible', /unknown responsible/],
  ['kind, confidence and basis are needed: kind', (f) => { deadline(f, 'D-A05').deadlineKind = 'wish'; }, '.deadlines[1].deadlineKind', /Invalid option/],
  ['kind, confidence and basis are needed: basis', (f) => { deadline(f, 'D-A05').basis = ''; }, '.deadlines[1].basis', /expected string/],
  ['unknown standard of a deadline', (f) => { deadline(f, 'D-A05').sourceStandardIds.push('NONE'); }, '.deadlines[1].sourceStandardIds', /unknown standard NONE/],
  ['unknown transition of a deadline', (f) => { deadline(f, 'D-A05').metBy.push('A99'); }, '.deadlines[1]', /unknown transition A99/],
  ['value and unit are needed', (f) => { deadline(f, 'D-A05').value = 1.5; }, '.deadlines[1].value', /expected int/],
  ['start has no producer', (f) => { deadline(f, 'D-A05').start = { fact: 'NOTHING' }; }, '.deadlines[1].start', /no producer/],
  ['nothing meets it', (f) => { deadline(f, 'D-A05').metBy = []; }, '.deadlines[1].metBy', /expected array/],
  ['due date of a field that is no date', (f) => { deadline(f, 'D-X03').dueFrom.field = 'clock_suspended'; }, '.deadlines[3].dueFrom', /not date/],
  ['total deadline of nobody', (f) => { f.totalDeadline.responsible = 'NOBODY'; }, '.totalDeadline.responsible', /unknown responsible/],
  ['unknown rule', (f) => { rule(f, 'R-ISSUER').rule = 'magic'; }, '.hubRules[0].rule', /Invalid option/],
  ['actor of a rule must be an agency', (f) => { rule(f, 'R-ISSUER').actor = 'HOLDER'; }, '.hubRules[0].actor', /must be an agency/],
  ['rule on a sealed field', (f) => { rule(f, 'R-ISSUER').field = 'person_name'; }, '.hubRules[0].field', /is sealed/],
  ['successor from a state that is not terminal', (f) => { f.successors[0].from.push('ASKED'); }, '.successors[0].from', /ASKED is not terminal/],
  // found by running it
  ['ambiguous entry', (f) => { f.entries.push({ ...structuredClone(f.entries[0]), id: 'A00', to: 'ACCEPTED' }); }, '.entries', /ambiguous/],
  ['ambiguous transition', (f) => { f.transitions.push({ ...structuredClone(transition(f, 'A05')), id: 'A05.TWICE' }); }, '.transitions', /ambiguous in CHECKING/],
  ['can never happen', (f) => { transition(f, 'X03.ANSWER').when = { all: [{ visited: ['ASKED'] }, { notVisited: ['ASKED'] }] }; }, '.transitions[11]', /X03.ANSWER can never happen/],
  ['unreachable state', (f) => { f.states.push({ ...structuredClone(named(f.states, 'ASKED')), id: 'ISLAND' }); }, '.states[12]', /ISLAND cannot be reached/],
  ['cannot end', (f) => { f.transitions = f.transitions.filter((one: any) => one.id !== 'X03.ANSWER'); named(f.deadlines, 'D-X03').metBy = ['X02']; }, '.transitions', /cannot end from SUPPLEMENT_DUE/],
];

/** One fault for every check of the reference interpreter that a bundle can fail; its walks are no part of a bundle. */
export const PLANTED_FAULTS: readonly PlantedFault[] = table.map(([what, plant, path, words]) => ({ what, plant, path, words }));
