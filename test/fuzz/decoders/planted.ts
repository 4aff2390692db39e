import { type Decoder, utf8 } from './decoder';

/** Readers with the defects that the search is for: it is shown to find them. None belongs to the product. */
export const PLANTED: readonly Decoder[] = [
  { name: 'planted-other-error', form: 'text', samples: [utf8('value')], read: (bytes) => { if (bytes.length > 8) (undefined as unknown as { x: () => void }).x(); } },
  { name: 'planted-hang', form: 'text', samples: [utf8('value')], read: (bytes) => { while (bytes.length > 8); } },
  { name: 'planted-slow', form: 'text', samples: [utf8('value')], read: (bytes) => { for (const until = process.cpuUsage().user + 120_000; bytes.length > 8 && process.cpuUsage().user < until;); } },
  { name: 'planted-memory', form: 'text', samples: [utf8('value')], read: (bytes) => { for (const kept: string[][] = []; bytes.length > 8;) kept.push(Array.from({ length: 100_000 }, (_, index) => `entry ${kept.length} ${index}`)); } },
];
