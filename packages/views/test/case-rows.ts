import type { CaseRow } from '@tongban/contracts';
import type { CaseChange, StreamPart, StreamPosition, StreamReader } from '../src';

export function caseRow(over: Partial<CaseRow> = {}): CaseRow {
  return {
    caseNo: '310115-20260302-0000000-0', homeRegion: 'yrd', itemCode: 'I-1', flowId: 'F-1', openedAt: '2026-03-02T09:00:00+08:00',
    opener: '310000', openerDivision: '310115', counterpart: '510000', counterpartDivision: '510100', openerRegion: 'yrd', counterpartRegion: 'ccec',
    states: { main: 's1' }, closed: false, outcome: '', logIndex: 1, messages: 1, rejected: 0, localCaseNo: '', updatedAt: '2026-03-02T09:00:00+08:00',
    ...over,
  };
}

export const changeOf = (row: CaseRow): CaseChange => ({
  row,
  references: [
    { value: row.caseNo, match: { kind: 'case', region: row.homeRegion, caseNo: row.caseNo, logIndex: row.logIndex } },
    { value: `m-${row.caseNo}-${row.logIndex}`, match: { kind: 'message', region: row.homeRegion, caseNo: row.caseNo, messageId: `m-${row.logIndex}`, logIndex: row.logIndex } },
  ],
});

export interface RowMessage { readonly sequence: number; readonly row: CaseRow }

/** A record stream in memory. It stands for what the services read from JetStream, not for Redis. */
export class RowStream implements StreamReader<RowMessage> {
  messages: RowMessage[] = [];
  incarnation = 'first';
  reads = 0;
  append(...rows: CaseRow[]): number {
    for (const row of rows) this.messages.push({ sequence: this.end + 1, row });
    return this.end;
  }
  get end(): number {
    return this.messages.at(-1)?.sequence ?? 0;
  }
  async position(): Promise<StreamPosition> {
    return { lastSequence: this.end, incarnation: this.incarnation };
  }
  async read(fromSequence: number, maxMessages: number): Promise<StreamPart<RowMessage>> {
    this.reads += 1;
    const from = this.messages.filter(({ sequence }) => sequence >= fromSequence);
    return { messages: from.slice(0, maxMessages), more: from.length > maxMessages };
  }
}
