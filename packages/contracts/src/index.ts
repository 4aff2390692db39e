export * from './errors/catalogue';
export * from './errors/tongban-error';
export * from './wire/names';
export { cloudEventHeaders } from './wire/cloud-events';
export { ENVELOPE_PATTERNS, ENVIRONMENTS } from './wire/envelope-rules';
export { v1, encode, decode } from './messages';
export * from './documents/case-document';
export * from './documents/list-documents';
