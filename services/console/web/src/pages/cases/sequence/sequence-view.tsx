import type { CaseDocument } from '@tongban/contracts';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useSession } from '../../../app/session';
import { useSettings } from '../../../app/settings';
import { useWords } from '../../../i18n/use-words';
import { clipped } from '../../../parts/clipped';
import { formatInstant } from '../../../parts/time/instants';
import { useWidth } from '../../../parts/use-width';
import { noteText } from '../entry-words';
import { LevelMark } from './level-mark';
import { type Lane, type SequenceRow, sequenceOf } from './lanes';
import './sequence.css';

const ROW = 46;
const TOP = 12;
const TIME = 124;
/** So many of the newest at first: a case may have two thousand entries. */
const SHOWN = 40;
/** Pixels of a column of a label, which is cut to its arrow; the table below has it whole. */
const COLUMN = 7;
/** Lanes fill the room there is, and are scrolled where they would be narrower than this. */
const LANE_MIN = 128;
const LEVELS = ['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN', 'REJECTED'] as const;

/** The messages of a case between its parties, in the order of the log. The heads of the lanes stay in sight. */
export function SequenceView({ document }: { readonly document: CaseDocument }) {
  const { say, code } = useWords();
  const [all, setAll] = useState(false);
  const { lanes, rows } = useMemo(() => sequenceOf(document), [document]);
  const shown = all ? rows : rows.slice(-SHOWN);
  const hidden = rows.length - shown.length;
  const [box, room] = useWidth<HTMLDivElement>();
  const laneWidth = Math.max(LANE_MIN, Math.floor((room - TIME) / lanes.length));
  const width = TIME + lanes.length * laneWidth;
  const xOf = (lane: number): number => TIME + laneWidth * (lane + 0.5);
  const height = TOP + shown.length * ROW + 8;
  return (
    <div className="sequence">
      {hidden > 0 && <Button type="link" onClick={() => setAll(true)}>{say('casePage.earlier', { n: hidden })}</Button>}
      <div ref={box} className="sequence-scroll" role="group" aria-label={say('casePage.sequence')} tabIndex={0}>
        <div className="sequence-heads" style={{ width, paddingLeft: TIME }}>{lanes.map((lane) => <LaneHead key={lane.id} lane={lane} width={laneWidth} />)}</div>
        <svg width={width} height={height} role="img" aria-label={say('casePage.sequenceLabel', { n: rows.length })}>
          {lanes.map(({ id }, index) => <line key={id} x1={xOf(index)} x2={xOf(index)} y1={0} y2={height} className="lane-line" />)}
          {shown.map((row, index) => <Row key={`${row.logIndex}-${row.kind}-${index}`} row={row} y={TOP + index * ROW} xOf={xOf} />)}
        </svg>
      </div>
      <p className="quiet sequence-legend"><span>{say('casePage.legendMarks')}:</span>{LEVELS.map((level) => <span key={level}><svg width={16} height={16} className="level-key" aria-hidden="true"><LevelMark level={level} x={8} y={8} /></svg>{code('receipt', level)}</span>)}</p>
    </div>
  );
}

function LaneHead({ lane: { id, region, participant }, width }: { readonly lane: Lane; readonly width: number }) {
  const { say, code } = useWords();
  const { participantName, regionName } = useSession();
  const party = id === 'opener' || id === 'counterpart';
  return (
    <div className="lane-head" style={{ width }}>
      <strong>{party ? participantName(participant ?? '') : say('casePage.hub', { region: regionName(region) })}</strong>
      <span className="quiet">{party ? `${code('side', id)} ${participant ?? ''}` : region}</span>
    </div>
  );
}

function Row({ row, y, xOf }: { readonly row: SequenceRow; readonly y: number; readonly xOf: (lane: number) => number }) {
  const { wording, code } = useWords();
  const { zone } = useSettings();
  const words = useWords();
  const { entry, from, to, reached, kind, marks } = row;
  const line = y + 30;
  const forward = to > from;
  const tip = xOf(reached) - (forward ? 10 : -10);
  const name = wording(entry.wording) || entry.messageType || '';
  const label = kind === 'note' ? noteText(entry, words) : kind === 'sent-back' ? (entry.recipientRejections ?? []).map(({ code: fault, effect }) => `${code('receipt', 'REJECTED')} ${fault} · ${code('effect', effect)}`).join('  ') : name;
  const middle = kind === 'note' ? xOf(from) : (xOf(from) + xOf(to)) / 2;
  const bad = kind === 'rejected' || kind === 'sent-back';
  return (
    <g className={`seq-row seq-${bad ? 'bad' : kind}`}>
      <text x={0} y={line + 4} className="seq-time">{formatInstant(entry.receivedAt ?? row.at, zone).slice(5)}</text>
      <text x={TIME - 12} y={line + 4} className="seq-index">{row.logIndex}</text>
      {kind === 'note'
        ? <><circle cx={xOf(from)} cy={line} r={4} className="seq-dot" /><text x={middle + 10} y={line + 4} className="seq-label seq-note">{label}</text></>
        : (
          <>
            <text x={middle} y={y + 18} className="seq-label">{clipped(label, Math.floor(Math.abs(xOf(to) - xOf(from)) / COLUMN))}<title>{`${label} ${entry.messageType ?? ''}`}</title></text>
            {reached !== to && <line x1={xOf(reached)} x2={xOf(to)} y1={line} y2={line} className="seq-unreached" />}
            <line x1={xOf(from)} x2={tip} y1={line} y2={line} className="seq-line" />
            <path d={forward ? `M${tip + 3} ${line}l-8 -4v8z` : `M${tip - 3} ${line}l8 -4v8z`} className="seq-head" />
            {marks.map(({ lane, level }) => <LevelMark key={level} level={level} x={xOf(lane)} y={line} title={code('receipt', level)} />)}
          </>
        )}
    </g>
  );
}
