import { nkeys } from 'nats';
import { newUserSeed, publicKeyOfSeed } from './nkey';

it('derives the public key of a seed as the nkeys library does', () => {
  for (let round = 0; round < 20; round++) {
    const seed = newUserSeed();
    expect(publicKeyOfSeed(seed)).toBe(nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey());
  }
});
