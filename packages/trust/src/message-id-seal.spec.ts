import { MESSAGE_ID_SEAL, messageIds } from '@tongban/contracts';
import { generateSigningKey } from './keys';
import { MessageIdSeal } from './message-id-seal';

describe('the seal of a message id', () => {
  const id = messageIds.forward('310000', 7);
  const key = generateSigningKey('hub:yrd').signing;

  it('is the same for the same id and key, so that a repeat is recognised', () => {
    expect(new MessageIdSeal(key).seal(id)).toBe(new MessageIdSeal(key).seal(id));
  });
  it('leaves the id readable before it', () => {
    const [readable, seal] = new MessageIdSeal(key).seal(id).split(MESSAGE_ID_SEAL);
    expect(readable).toBe(id);
    expect(seal).toMatch(/^[\w-]{15}$/);
  });
  it('is another for another id, and under another key', () => {
    const seals = [new MessageIdSeal(key).seal(id), new MessageIdSeal(key).seal(messageIds.forward('310000', 8)), new MessageIdSeal(generateSigningKey('hub:yrd').signing).seal(id)];
    expect(new Set(seals.map((sealed) => sealed.split(MESSAGE_ID_SEAL)[1])).size).toBe(3);
  });
});
