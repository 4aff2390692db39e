import { FILE_CHUNK_BYTES } from '@tongban/contracts';
import { ParticipantRoom } from './participant-room';

describe('the room of a participant for files', () => {
  it('is what the stream counts, and what was stored since', async () => {
    let asked = 0;
    const room = new ParticipantRoom({ messagesOf: () => Promise.resolve((asked++, 2)) }, 4 * FILE_CHUNK_BYTES);
    await room.require('310000', 2 * FILE_CHUNK_BYTES);
    await expect(room.require('310000', 2 * FILE_CHUNK_BYTES + 1)).rejects.toMatchObject({ code: 'attachment.no-room', traits: { retryable: true } });
    room.took('310000');
    await room.require('310000', FILE_CHUNK_BYTES);
    room.took('310000');
    await expect(room.require('310000', 1)).rejects.toMatchObject({ code: 'attachment.no-room' });
    expect(asked).toBe(1);
    await room.require('320000', 1);
    expect(asked).toBe(2);
  });
});
