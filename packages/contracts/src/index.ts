export * from './errors/catalogue';
export * from './errors/tongban-error';
export * from './wire/names';
export { cloudEventHeaders } from './wire/cloud-events';
export { type CalendarForms, ENVIRONMENTS, type EnvelopeAttribute, attributeFaults } from './wire/envelope-rules';
export { v1, encode, decode } from './messages';
export * from './documents/case-document';
export * from './documents/list-documents';
export { CASE_LIST_LIMIT_DEFAULT, CASE_LIST_LIMIT_MAX, type ListPlaces, type RegionPage, mergeCaseLists, readListCursor } from './documents/case-list-pages';
