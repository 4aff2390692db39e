import { View } from '../view';
import { derivationWords, eventWords } from './registry-words';

const [zh, en] = [new View('zh', false), new View('en', false)];

describe('words of the registry', () => {
  it.each([['drafted', '已起草', 'drafted'], ['action-proposed', '已提请', 'action proposed'], ['suspended', '已暂停实施', 'suspended']])('the event %s is told in the language of the reader', (event, inZh, inEn) =>
    expect([eventWords(zh, event), eventWords(en, event)]).toEqual([inZh, inEn]));
  it('where a version comes from, too', () => expect([derivationWords(zh, 'revert'), derivationWords(en, 'revert')]).toEqual(['恢复', 'reverts to']));
  it('a code of a later build is shown as it is', () => expect(eventWords(zh, 'archived')).toBe('archived'));
});
