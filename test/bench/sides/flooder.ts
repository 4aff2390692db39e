import { readFileSync } from 'node:fs';
import { catalogueFlows, loadCatalogue } from '@tongban/catalogue';
import { MessageMaker, plainSeal, planOpening } from '@tongban/client';
import { type EnvironmentCode, PARTICIPANT_API_PREFIX, type RegionCode, subjects } from '@tongban/contracts';
import { beijingInstant } from '@tongban/domain';
import { apiErrorCode, connectNats } from '@tongban/messaging';
import { type ParticipantCredentials, Signer } from '@tongban/trust';
import { openingRequest } from '../workload';
import type { Side } from './side';

export interface FlooderSettings { readonly credentials: string; readonly division: string }
/** What became of a flood at the broker: in the own stream, or refused because that is full. */
export interface FloodAnswer { readonly stored: number; readonly refused: number }

/** A participant that keeps no pace: it opens cases without the SDK, whose outbox would hold them back, and waits for nothing but the broker. */
export async function open({ credentials: file, division }: FlooderSettings): Promise<Side> {
  const { servers, nkeySeed, tls, participant, environment, region, agencyCode, signingKey } = JSON.parse(readFileSync(file, 'utf8')) as ParticipantCredentials;
  const catalogue = loadCatalogue();
  const flows = catalogueFlows(catalogue);
  const now = (): string => beijingInstant(Date.now());
  const maker = new MessageMaker({ environment: environment as EnvironmentCode, participant, agencyCode, signer: new Signer(signingKey), seal: plainSeal(environment as EnvironmentCode), catalogue, now });
  const nc = await connectNats({ servers, nkeySeed, tls, name: `flooder-${participant}` });
  const js = nc.jetstream({ apiPrefix: PARTICIPANT_API_PREFIX });
  const request = { ...openingRequest(), opener: division };
  const subject = subjects.submit(environment as EnvironmentCode, region as RegionCode, participant, region as RegionCode, 'message');
  // Once for all: what it takes would be the pace of the flood.
  const plan = planOpening(request, { catalogue, flows, participant, now: now() });
  let [stored, refused] = [0, 0];
  const job = async (): Promise<void> => {
    const { bytes } = await maker.make({ ...request, ...plan, division: undefined });
    await js.publish(subject, bytes, { timeout: 30_000 }).then(() => { stored += 1; }, (error: unknown) => {
      if (apiErrorCode(error) === undefined) throw error;
      refused += 1;
    });
  };
  return { job, ask: () => Promise.resolve({ stored, refused } satisfies FloodAnswer), close: () => nc.close() };
}
