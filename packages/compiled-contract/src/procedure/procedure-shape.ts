import { z } from 'zod';

/** The machine-readable operating procedure 操作规程 of one version of a flow; the same shape is its JSON Schema. */
const text = z.string().min(1);
const worded = { zh: text, en: text } as const;
const named = z.strictObject({ id: text, ...worded });
const wordedOrNull = z.strictObject(worded).nullable();

/** One transition of the flow, and nothing else. */
const step = z.strictObject({
  no: z.int().positive(), transition: text, ...worded, path: z.enum(['normal', 'alternative', 'exception', 'note']),
  from: z.array(named).min(1), message: named.extend({ kind: text }), actors: z.array(named).min(1), condition: wordedOrNull,
  /** Null where the case stays where it is; `previous` where it goes back to where it came from. */
  to: named.nullable(), previous: z.boolean(), also: z.array(z.strictObject({ track: named, to: named })), clock: text,
  meets: z.array(text), starts: z.array(text),
  /** Reasons the message must name one of, where it names one. */
  reasons: text.nullable(),
});
const deadline = z.strictObject({
  id: text.nullable(), ...worded, limit: z.strictObject(worded), begins: z.strictObject(worded), responsible: named, metBy: z.array(text), kind: text, legal: z.boolean(), mark: z.strictObject(worded),
  sourceStandardIds: z.array(text), confidence: text, basis: text,
});

export const procedureShape = z.strictObject({
  format: z.literal('tongban-procedure/1'), flowId: text, version: text, digest: z.string().regex(/^[0-9a-f]{64}$/), ...worded,
  items: z.array(named), modes: z.array(named), basis: z.array(named.extend({ number: text })),
  actors: z.array(named.extend({ kind: text })),
  entries: z.array(z.strictObject({ entry: text, ...worded, message: named.extend({ kind: text }), actor: named, condition: wordedOrNull, to: named, opener: named, counterpart: named, starts: z.array(text) })).min(1),
  states: z.array(named.extend({ track: named, terminal: z.boolean(), holder: named.nullable(), outcome: text.nullable() })),
  steps: z.array(step), deadlines: z.array(deadline),
  reasons: z.array(z.strictObject({ list: text, ...worded, usedBy: z.array(named), codes: z.array(z.strictObject({ code: text, ...worded })) })),
  successors: z.array(z.strictObject({ kind: text, from: z.array(named), actors: z.array(named) })), notes: wordedOrNull,
});
export type Procedure = Readonly<z.infer<typeof procedureShape>>;
export type ProcedureStep = Procedure['steps'][number];

export const PROCEDURE_SCHEMA_ID = 'urn:tongban:schema:procedure:1';
/** JSON Schema 2020-12 of every procedure. */
export const procedureJsonSchema = (): object => ({ ...z.toJSONSchema(procedureShape), $id: PROCEDURE_SCHEMA_ID, title: '操作规程 / Operating procedure' });
