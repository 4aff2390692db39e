import type { ArtefactRow } from '@tongban/contracts';
import { useWords } from '../../i18n/use-words';
import { Mark, type Tone } from '../../parts/mark';

const TONES: Readonly<Record<ArtefactRow['status'], Tone>> = { published: 'info', effective: 'ok', superseded: 'plain', suspended: 'warn', withdrawn: 'bad' };

/** Published is not in force: the words of the registry, never another's. */
export function VersionMark({ status }: { readonly status: ArtefactRow['status'] }) {
  const { code } = useWords();
  return <Mark tone={TONES[status] ?? 'plain'}>{code('versionStatus', status)}</Mark>;
}
