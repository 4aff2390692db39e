export * from './deadlines';
export * from './failures';
export * from './links';
export * from './live';
export * from './now';
export * from './session';
