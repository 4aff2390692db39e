export * from './deadlines';
export * from './links';
export * from './live';
export * from './now';
export * from './session';
