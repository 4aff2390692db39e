import type { SwitchSettingDocument } from '@tongban/contracts';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { scopeParts } from './switch-scope';

/** What a switch is about, in names. */
export function SwitchScope({ scope }: { readonly scope: SwitchSettingDocument['scope'] }) {
  const { say, code } = useWords();
  const { itemName, participantName, regionName } = useSession();
  const parts = scopeParts(scope);
  if (parts.length === 0) return <>{say('app.all')}</>;
  const words = parts.map(({ name, value }) => {
    switch (name) {
      case 'item': return itemName(value);
      case 'mode': return code('mode', value);
      case 'participant': return participantName(value);
      case 'pair': return value.split(' → ').map(participantName).join(' → ');
      case 'region': return regionName(value);
      case 'subject': return value === 'personal-data' ? say('casePage.crossBorder') : value;
    }
  });
  return <>{words.join(' · ')}</>;
}
