import { v1 } from '../messages';
import type { ErrorCode } from '../errors/catalogue';
import { type FieldFault, fieldFault } from '../errors/tongban-error';
import { type EnvironmentCode, isRegionCode } from './names';

/** The environment as the envelope and receipts carry it. */
export const ENVIRONMENTS: Readonly<Record<EnvironmentCode, v1.Environment>> = {
  production: v1.Environment.ENVIRONMENT_PRODUCTION, sandbox: v1.Environment.ENVIRONMENT_SANDBOX, drill: v1.Environment.ENVIRONMENT_DRILL,
};

/** The calendar's own tests of a text; they belong to the domain, which knows what a date is. */
export interface CalendarForms {
  /** A real date, `YYYY-MM-DD`. */
  readonly isDate: (text: string) => boolean;
  /** RFC 3339 with offset. */
  readonly isInstant: (text: string) => boolean;
}
interface Form {
  readonly fits: (text: string, calendar: CalendarForms) => boolean;
  readonly code: ErrorCode;
}
const pattern = (form: RegExp): Form => ({ fits: (text) => form.test(text), code: 'field.pattern' });

const UUID = pattern(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const CODE: Form = { fits: (text) => text.length <= 100, code: 'field.pattern' };
const INSTANT: Form = { fits: (text, { isInstant }) => isInstant(text), code: 'field.date' };
const DATE: Form = { fits: (text, { isDate }) => isDate(text), code: 'field.date' };

/** Form of each attribute that is a text, by its name in the envelope, in the order of the envelope. */
const ATTRIBUTES = {
  message_id: { form: UUID, required: true },
  correlation_id: { form: UUID, required: true },
  causation_id: { form: UUID, required: false },
  message_type: { form: CODE, required: true },
  item_code: { form: CODE, required: true },
  flow_id: { form: CODE, required: true },
  schema_digest: { form: pattern(/^[0-9a-f]{64}$/), required: true },
  handler_id: { form: pattern(/^[A-Za-z0-9._-]{1,64}$/), required: true },
  local_case_no: { form: pattern(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/), required: false },
  occurred_at: { form: INSTANT, required: true },
  sent_at: { form: INSTANT, required: true },
  expires_at: { form: INSTANT, required: false },
  // These two are business dates of Asia/Shanghai, in spite of the name of the first.
  due_at: { form: DATE, required: false },
  retain_until: { form: DATE, required: false },
  /** W3C trace context. */
  traceparent: { form: pattern(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/), required: false },
  'legal_basis.code': { form: pattern(/^[a-z][a-z0-9-]{0,63}$/), required: false },
  /** Filing numbers are short and partly Chinese. A name or a sentence does not fit: a digit is asked for, and blanks are not taken. */
  'legal_basis.document': { form: pattern(/^(?=.*\d)[\p{Script=Han}A-Za-z0-9〔〕（）()[\]._/-]{3,64}$/u), required: false },
  home_region: { form: { fits: isRegionCode, code: 'field.not-in-list' }, required: true },
} as const satisfies Record<string, { readonly form: Form; readonly required: boolean }>;

/** Handler of a message whose sender's system names nobody. */
export const HANDLER_UNNAMED = 'sdk';

export type EnvelopeAttribute = keyof typeof ATTRIBUTES;

/**
 * Every attribute that is missing or malformed, by its name in the envelope: the sender's SDK and the border judge by these rules alone.
 * An empty text is an attribute left out, as on the wire; `undefined` is one that is not judged here.
 */
export function attributeFaults(values: Readonly<Partial<Record<EnvelopeAttribute, string | undefined>>>, calendar: CalendarForms): FieldFault[] {
  return (Object.keys(ATTRIBUTES) as EnvelopeAttribute[]).flatMap((name) => {
    const value = values[name];
    const { form, required }: { form: Form; required: boolean } = ATTRIBUTES[name];
    if (value === undefined || (value === '' && !required)) return [];
    if (value === '') return [fieldFault(name, 'field.required')];
    return form.fits(value, calendar) ? [] : [fieldFault(name, form.code)];
  });
}
