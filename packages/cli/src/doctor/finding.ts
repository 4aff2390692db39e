import { type ErrorCode, type ErrorLayer, errorTraits } from '@tongban/contracts';

/** Layers of a participant's path, in the order they are tested. */
export const DOCTOR_LAYERS = ['name', 'connection', 'tls', 'sign-on', 'rights', 'hub', 'standards', 'clock', 'participant', 'keys', 'certificates'] as const;
export type DoctorLayer = (typeof DOCTOR_LAYERS)[number];
/** `untested`: a layer before it does not carry, or what it needs is not on this machine. */
export type FindingState = 'ok' | 'warn' | 'fail' | 'untested';
/** Who does something about it: the participant itself, whoever runs the network between, or the operators of its region. */
export type Acting = 'participant' | 'network' | 'region';

export interface Worded { readonly zh: string; readonly en: string }
export interface Finding extends Worded {
  readonly layer: DoctorLayer;
  readonly state: FindingState;
  /** Of the catalogue: the same code a program would have met. */
  readonly code?: ErrorCode;
  /** Of that code: trust, authorisation, routing and the rest. */
  readonly fault?: ErrorLayer;
  readonly acts?: Acting;
  readonly next?: Worded;
}

export const ok = (layer: DoctorLayer, zh: string, en: string): Finding => ({ layer, state: 'ok', zh, en });
export const untested = (layer: DoctorLayer, zh: string, en: string): Finding => ({ layer, state: 'untested', zh, en });

interface Trouble extends Worded { readonly code: ErrorCode; readonly acts: Acting; readonly next?: Worded }
/** A finding with a code of the catalogue, which also says what is next unless something nearer does. */
const troubled = (state: 'warn' | 'fail') => (layer: DoctorLayer, { code, acts, zh, en, next }: Trouble): Finding => {
  const { layer: fault, nextZh, nextEn } = errorTraits(code);
  return { layer, state, code, fault, acts, zh, en, next: next ?? { zh: nextZh, en: nextEn } };
};
export const fail = troubled('fail');
export const warn = troubled('warn');
