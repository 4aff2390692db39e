import { v1 } from '../messages';
import type { EnvironmentCode } from './names';

/** The environment as the envelope and receipts carry it. */
export const ENVIRONMENTS: Readonly<Record<EnvironmentCode, v1.Environment>> = {
  production: v1.Environment.ENVIRONMENT_PRODUCTION, sandbox: v1.Environment.ENVIRONMENT_SANDBOX, drill: v1.Environment.ENVIRONMENT_DRILL,
};

/** Forms of envelope attributes: the sender's SDK and the border judge by the same ones. */
export const ENVELOPE_PATTERNS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  handlerId: /^[A-Za-z0-9._-]{1,64}$/,
  localCaseNo: /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/,
  /** W3C trace context. */
  traceparent: /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
} as const;
