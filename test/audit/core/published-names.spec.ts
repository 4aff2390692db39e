import { isHubConsumer, shardsCarriedBy } from './published-names';

describe('the published names', () => {
  it.each([
    ['one shard', ['xr.sandbox.*.*.yrd.hub.05.*'], ['05']],
    ['several shards', ['xr.drill.*.*.yrd.hub.03.*', 'xr.drill.*.*.yrd.hub.11.*', 'xr.drill.*.*.yrd.hub.59.*'], ['03', '11', '59']],
    ['no shard: a participant’s post', ['xr.sandbox.*.*.yrd.310000.*.*'], []],
    ['no shard: what another region reads', ['xr.sandbox.jjj.*.yrd.>'], []],
    ['no filter', [''], []],
  ])('filters of a consumer tell %s', (_what, filters, shards) => expect(shardsCarriedBy(filters)).toEqual(shards));

  it.each([['border', true], ['dispatcher', true], ['src_yrd', true], ['cases_05', true], ['cases_3of8', true], ['p_310000', false], ['cases_', false]])('%s is a consumer of the hub: %s', (name, is) => expect(isHubConsumer(name)).toBe(is));
});
