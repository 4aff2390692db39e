import { CONTRACT_VERSION, encode, v1 } from '@tongban/contracts';
import { HOME, NOW, OPENER, OWNER, SILENT, catalogue, trust } from '../../test/sdk-lab';
import { CatalogueComparison } from './catalogue-comparison';
import { InstalledStandards } from './installed-standards';
import type { StandardsStanding } from './update';

describe('the comparison with the hub', () => {
  const installed = InstalledStandards.of(catalogue, trust, 'sandbox', HOME);
  const same = installed.catalogue.asOf(NOW).digest;
  let warnings: string[];
  let digest: string;
  let standing: StandardsStanding[];
  let comparison: CatalogueComparison;
  beforeEach(() => {
    warnings = [];
    standing = [{ owner: OWNER, held: 3, announced: 3 }];
    const hello = (): Uint8Array => encode(v1.HelloReply, { contracts: [{ version: CONTRACT_VERSION, sunsetOn: '' }], region: HOME, environment: 'sandbox', catalogueDigest: digest });
    comparison = new CatalogueComparison({
      session: { isUp: true, query: () => Promise.resolve(hello()) }, follower: { standing: () => standing }, installed,
      credentials: { environment: 'sandbox', region: HOME, participant: OPENER }, now: () => NOW, logger: { ...SILENT, warn: (_fields, text) => void warnings.push(text) },
    });
  });
  afterEach(() => comparison.close());
  const compare = async (digests: readonly string[]): Promise<number> => {
    for (const one of digests) {
      digest = one;
      await comparison.compare();
    }
    return warnings.length;
  };

  it('warns once of a difference that lasts', async () => expect(await compare(['x', 'x', 'x', 'x', 'x'])).toBe(1));
  it('does not warn of one that passes', async () => expect(await compare(['x', 'x', same, 'x', 'x'])).toBe(0));
  it('does not warn while the own copy is late or stands still', async () => {
    standing = [{ owner: OWNER, held: 3, announced: 4 }];
    expect(await compare(['x', 'x', 'x'])).toBe(0);
    standing = [{ owner: OWNER, held: 3, announced: 3, fault: 'registry.chain-broken' }];
    expect(await compare(['x', 'x', 'x'])).toBe(0);
  });
});
