import { nkeys } from 'nats';

/** A NATS user key. The seed stays with its owner; servers know the public half. */
export function newUserSeed(): string {
  const pair = nkeys.createUser();
  try {
    return new TextDecoder().decode(pair.getSeed());
  } finally {
    pair.clear();
  }
}
