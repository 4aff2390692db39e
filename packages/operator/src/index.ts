export * from './hub-connection';
export * from './operator-desk';
export * from './reads/alarms';
export * from './reads/cases';
export * from './reads/security';
export * from './reads/status';
export * from './reference';
export * from './setup';
