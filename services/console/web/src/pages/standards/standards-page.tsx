import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { useWords } from '../../i18n/use-words';
import { Heading } from '../../parts/heading';
import { TabLinks } from '../../parts/tabs';
import { Adoption } from './sections/adoption';
import { Artefacts } from './sections/artefacts';
import { Switches } from './sections/switches';
import { SystemTable } from './sections/system-table';
import { Disclosures, Drafts, Gaps, PendingActions, Profiles, Targets } from './sections/work';
import './standards.css';

const SECTIONS = {
  table: () => <SystemTable />, artefacts: () => <Artefacts />, drafts: () => <Drafts />, actions: () => <PendingActions />, adoption: () => <Adoption />, targets: () => <Targets />,
  switches: () => <Switches />, gaps: () => <Gaps />, disclosure: () => <Disclosures />, profiles: () => <Profiles />,
} as const satisfies Readonly<Record<string, () => ReactNode>>;
type Section = keyof typeof SECTIONS;

/** The registries of standards, as they answer. Nothing is changed from here: that needs two persons and their keys. */
export default function StandardsPage() {
  const { say } = useWords();
  const { section } = useParams();
  const open: Section = section !== undefined && section in SECTIONS ? (section as Section) : 'table';
  return (
    <>
      <Heading title={say('app.standards')} />
      <section className="card" aria-label={say(`standards.${open}`)}>
        <TabLinks label={say('standards.sections')} open={open} pathOf={(key) => `/standards/${key}`} tabs={(Object.keys(SECTIONS) as Section[]).map((key) => ({ key, label: say(`standards.${key}`) }))} />
        <div key={open}>{SECTIONS[open]()}</div>
      </section>
    </>
  );
}
