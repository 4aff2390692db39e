import { nkeys } from 'nats';
import { publicKeyOfSeed, userKeyAuthenticator } from './user-key';

describe('the key of a user', () => {
  const pairs = Array.from({ length: 20 }, () => nkeys.createUser());
  const seeds = pairs.map((pair) => new TextDecoder().decode(pair.getSeed()));

  it('has the public half that the nkeys library derives from its seed', () => {
    expect(seeds.map(publicKeyOfSeed)).toEqual(pairs.map((pair) => pair.getPublicKey()));
  });

  it('answers the challenge of a server as the nkeys library does', () => {
    for (const [index, pair] of pairs.entries()) {
      const nonce = `challenge ${index}`;
      expect(userKeyAuthenticator(seeds[index]!)(nonce)).toEqual({ nkey: pair.getPublicKey(), sig: nkeys.encode(pair.sign(new TextEncoder().encode(nonce))) });
    }
  });

  it('says nothing but its public half to a server that asks for no proof', () => {
    expect(userKeyAuthenticator(seeds[0]!)()).toEqual({ nkey: pairs[0]!.getPublicKey(), sig: '' });
  });
});
