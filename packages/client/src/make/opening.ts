import { randomBytes } from 'node:crypto';
import type { Catalogue } from '@tongban/catalogue';
import { TongbanError, givenCode } from '@tongban/contracts';
import { type OpeningAction, beijingDateOf, holds, makeCaseNumber, openingActions, parseCaseNumber } from '@tongban/domain';
import type { CaseFacts } from '../case-facts';
import type { OpenRequest } from '../options';
import { type FlowsInForce, type VersionedFlow, flowOfItem } from './flows-in-force';

export interface Opening {
  readonly facts: CaseFacts;
  readonly flow: VersionedFlow;
  readonly message: string;
  readonly entryId: string;
  readonly onBehalfOf?: string;
}
export interface OpeningContext {
  readonly catalogue: Catalogue;
  readonly flows: FlowsInForce;
  /** The participant that opens. */
  readonly participant: string;
  /** Business instant. */
  readonly now: string;
}

/**
 * Decides everything about a new case that can be decided here. @throws TongbanError with the code the hub would reject it
 * with: `item.*`, `division.*`, `sender.not-itself`, `parties.same-participant`, `case.number-invalid`, `entry.not-found`.
 */
export function planOpening(request: OpenRequest, { catalogue, flows, participant, now }: OpeningContext): Opening {
  const flow = flowOfItem(flows, request.item);
  const opener = catalogue.divisions.requireParticipant(request.opener);
  const counterpart = catalogue.divisions.requireParticipant(request.counterpart);
  if (opener.code !== participant) throw new TongbanError('sender.not-itself', `division ${request.opener} belongs to ${opener.code}`);
  if (opener.code === counterpart.code) throw new TongbanError('parties.same-participant', `both sides are ${opener.code}`);
  const caseNo = request.caseNo ?? request.attachments?.[0]?.caseNo ?? makeCaseNumber({ division: request.opener, date: beijingDateOf(now), random: randomBytes(8) });
  if (parseCaseNumber(caseNo)?.participant !== participant) throw new TongbanError('case.number-invalid', `${caseNo} is no case number of ${participant}`);
  const action = chooseEntry(flow, request);
  return {
    flow, message: action.message.id, entryId: action.entryId,
    ...(action.onBehalfOf !== undefined && { onBehalfOf: action.onBehalfOf }),
    facts: {
      caseNo, itemCode: request.item, flowId: flow.flow.flowId, schemaDigest: flow.messages.digest,
      homeRegion: catalogue.divisions.regionOf(parseCaseNumber(caseNo)!.division),
      opener: { participant: opener.code, division: request.opener }, counterpart: { participant: counterpart.code, division: request.counterpart },
      ...(request.localCaseNo !== undefined && { localCaseNo: request.localCaseNo }), ...(request.legalBasis && { legalBasis: request.legalBasis }),
    },
  };
}

/**
 * The entry that the fields mean: of those whose guard holds, first the ones that know every field, then the ones the side
 * needs to act for nobody. A message that is named is kept to.
 */
function chooseEntry(flow: VersionedFlow, { message, onBehalfOf, fields }: OpenRequest): OpeningAction {
  const named = openingActions(flow.compiled).filter((action) => message === undefined || action.message.id === message);
  if (message !== undefined && named.length === 0 && !flow.compiled.messages.has(message)) throw new TongbanError('message.unknown-type', `${flow.flow.flowId} has no ${givenCode(message)}`);
  const fitting = named
    .map((action) => ({ action, split: flow.messages.splitFields(action.message.id, fields) }))
    .filter(({ action, split }) => holds(action.when, split.open) && (onBehalfOf === undefined || action.onBehalfOf === onBehalfOf));
  const known = fitting.filter(({ split }) => split.faults.length === 0);
  const candidates = known.length > 0 ? known : fitting;
  const chosen = candidates.find(({ action }) => action.onBehalfOf === undefined) ?? candidates[0];
  if (chosen === undefined) throw new TongbanError('entry.not-found', `no entry of ${flow.flow.flowId} fits the message and its fields`);
  return chosen.action;
}
