import type { CaseEntryDocument, ReceiptDocument } from '@tongban/contracts';
import { useWords } from '../../../i18n/use-words';
import { EmptyNote } from '../../../parts/empty-note';
import { Facts } from '../../../parts/facts';
import { Mark, type Tone } from '../../../parts/mark';
import { Party } from '../../../parts/party';
import { type Column, DataTable } from '../../../parts/table/data-table';
import { Instant } from '../../../parts/time/instant';
import { noteText } from '../entry-words';
import { highestLevel } from '../sequence/lanes';

const LEVEL_TONES: Readonly<Record<ReceiptDocument['level'], Tone>> = { RECEIVED: 'plain', REGISTERED: 'info', DELIVERED: 'info', TAKEN: 'ok', REJECTED: 'bad' };

/** Every entry of the log; a line opens to its times, receipts and faults. */
export function EntryTable({ entries }: { readonly entries: readonly CaseEntryDocument[] }) {
  const words = useWords();
  const { say, code, wording } = words;
  const columns: readonly Column<CaseEntryDocument>[] = [
    { key: 'no', title: say('casePage.no'), figure: true, cell: ({ logIndex }) => <span id={`entry-${logIndex}`}>{logIndex}</span> },
    { key: 'at', title: say('casePage.registered'), cell: ({ registeredAt }) => <Instant at={registeredAt} /> },
    {
      key: 'message', title: say('casePage.message'), wraps: 'wide', cell: (entry) => (entry.messageType === undefined ? <span className="quiet">{noteText(entry, words)}</span> : (
        <span>{wording(entry.wording) || entry.messageType} {entry.kind === 'rejected' && <Mark tone="bad">{say('casePage.rejectedCode', { code: entry.code ?? '' })}</Mark>}</span>
      )),
    },
    { key: 'sender', title: say('casePage.sender'), cell: ({ sender, onBehalfOf }) => (sender === undefined ? null : <span><Party code={sender} />{onBehalfOf && <span className="quiet"> {say('casePage.onBehalf', { who: onBehalfOf })}</span>}</span>) },
    { key: 'level', title: say('casePage.level'), cell: ({ receipts, kind }) => { const level = kind === 'receipts' ? undefined : highestLevel(receipts); return level === undefined ? null : <Mark tone={LEVEL_TONES[level]}>{code('receipt', level)}</Mark>; } },
    { key: 'states', title: say('casePage.leadsTo'), cell: ({ states }) => <span className="mono">{Object.values(states ?? {}).join(' ')}</span> },
  ];
  return <DataTable label={say('casePage.entries')} columns={columns} rows={[...entries].reverse()} rowKey={({ logIndex }) => logIndex} headedBy="message" empty={<EmptyNote title={say('app.empty')} />} expanded={(entry) => <EntryDetail entry={entry} />} />;
}

function EntryDetail({ entry }: { readonly entry: CaseEntryDocument }) {
  const { say, code, wording } = useWords();
  const faults = [...(entry.faults ?? []), ...(entry.recipientRejections ?? []).flatMap((rejection) => rejection.faults)];
  return (
    <div className="entry-detail stack">
      <Facts facts={[
        [say('casePage.kind'), code('entryKind', entry.kind)], [say('casePage.message'), entry.messageType && <span className="mono">{entry.messageType}</span>], [say('failures.message'), entry.messageId && <span className="mono wrap">{entry.messageId}</span>],
        [say('casePage.ownNumber'), entry.localCaseNo], [say('casePage.occurred'), entry.occurredAt && <Instant at={entry.occurredAt} />], [say('casePage.received'), entry.receivedAt && <Instant at={entry.receivedAt} />],
        [say('casePage.delivered'), entry.deliveredAt && <Instant at={entry.deliveredAt} />], [say('casePage.taken'), entry.takenAt && <Instant at={entry.takenAt} />],
      ]} />
      {entry.receipts.length > 0 && <ol className="receipts">{entry.receipts.map(({ level, at, issuer, code: fault }, index) => <li key={index}><Mark tone={LEVEL_TONES[level]}>{code('receipt', level)}</Mark> <Instant at={at} /> <span className="quiet mono">{issuer} {fault}</span></li>)}</ol>}
      {entry.heldUntil !== undefined && <p className="tone-warn">{say('casePage.held', { at: '' })}<Instant at={entry.heldUntil} /></p>}
      {entry.erasedBy !== undefined && <p className="tone-warn">{say('casePage.erasedPart')}</p>}
      {(entry.recipientRejections ?? []).map((rejection) => <p key={rejection.messageId} className="tone-bad">{say('casePage.recipientRejected', { code: rejection.code, effect: code('effect', rejection.effect) })}</p>)}
      {(entry.alerts ?? []).map(({ ruleId, code: fault }) => <p key={ruleId} className="tone-warn">{code('alarmStage', 'warning')} {fault} {ruleId}</p>)}
      {faults.length > 0 && <ul className="plain-list">{faults.map((fault, index) => <li key={index}><span className="mono">{fault.path}</span> <span className="quiet mono">{fault.code}</span> {wording(fault)}</li>)}</ul>}
      {(entry.attachments ?? []).length > 0 && <p className="quiet">{say('casePage.attachments', { n: entry.attachments!.length })} · {entry.attachments!.map(({ mediaType, size }) => `${mediaType} ${(size / 1024).toFixed(0)} KiB`).join(', ')}</p>}
    </div>
  );
}
