import { SETTINGS_DEFAULT, readSettings } from './settings-store';

describe('kept settings', () => {
  it.each([[null], [''], ['{'], ['null'], ['7']])('%p are those of the beginning', (kept) => expect(readSettings(kept)).toEqual(SETTINGS_DEFAULT));
  it('keep what can be read beside what cannot', () => expect(readSettings('{"language":"en","zone":"Mars","theme":"dark"}')).toEqual({ language: 'en', zone: 'Asia/Shanghai', theme: 'dark' }));
});
