import type { Catalogue } from '@tongban/catalogue';
import { beijingDateOf } from '@tongban/domain';
import { OperatorDesk, Setup } from '@tongban/operator';
import { processIo } from '../../../packages/cli/src/io';
import { publishedStandards } from '../../../packages/cli/src/standards/published';
import { RegistryDesk } from '../../../packages/cli/src/standards/registry-desk';
import { RawClient, type RawMessage } from '../../harness/raw-client';
import type { TestEnvironment } from '../../harness/test-environment';
import type { Place, openingFields } from './by-hand';
import { FLOW, ITEM } from './skill-verification';

/** Works with the registries as the command line does. */
export async function atRegistry<T>(environment: TestEnvironment, work: (desk: RegistryDesk, operator: OperatorDesk, setup: Setup) => Promise<T>): Promise<T> {
  const setup = Setup.open(processIo(), environment.setup.layout.root);
  const operator = new OperatorDesk(setup);
  try {
    return await work(new RegistryDesk(setup, operator), operator, setup);
  } finally {
    await operator.close();
  }
}

/** What is in force at a business instant, for who works without the SDK. */
export const catalogueAt = (environment: TestEnvironment, at: string): Promise<Catalogue> =>
  atRegistry(environment, async (desk, operator, setup) => (await publishedStandards(setup, operator, desk)).catalogue.asOf(at));

/** Sends bytes made by hand under a given catalogue; the code of the hub's verdict, empty when it registered them. */
export async function rawVerdict(
  environment: TestEnvironment, participant: string, catalogue: Catalogue, at: string, messageOf: (client: RawClient) => Omit<RawMessage, 'flow' | 'item'>,
): Promise<string> {
  const client = await RawClient.connect(environment.setup.layout.participant(participant), catalogue, (region) => environment.hubConnection(region));
  try {
    return (await client.verdict(await client.send({ flow: FLOW, item: ITEM, ...messageOf(client), change: { occurredAt: at, sentAt: at } }))).receipt.code;
  } finally {
    await client.close();
  }
}

/** An opening by hand, with the fields given. */
export const rawOpening = (environment: TestEnvironment, opener: Place, counterpart: Place, catalogue: Catalogue, at: string, parts: Awaited<ReturnType<typeof openingFields>>): Promise<string> =>
  rawVerdict(environment, opener.province.participant, catalogue, at, (client) => ({ caseNo: client.caseNo(opener.division, beijingDateOf(at)), from: opener.division, to: counterpart.division, ...parts }));
