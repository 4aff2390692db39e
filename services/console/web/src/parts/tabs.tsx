import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';

export interface Tab { readonly key: string; /** Other names of it in addresses. */ readonly aka?: readonly string[]; readonly label: string; readonly content: () => ReactNode }

/** The ways to the parts of a page: links, so that each can be opened beside another; they wrap where there is little room. */
export function TabLinks({ tabs, open, pathOf, label }: { readonly tabs: readonly Pick<Tab, 'key' | 'label'>[]; readonly open: string; readonly pathOf: (key: string) => string; readonly label: string }) {
  return (
    <nav aria-label={label}>
      <ul className="tab-links">{tabs.map(({ key, label: name }) => <li key={key}><Link to={pathOf(key)} className={key === open ? 'tab-link tab-open' : 'tab-link'} {...(key === open && { 'aria-current': 'page' as const })}>{name}</Link></li>)}</ul>
    </nav>
  );
}

/** Parts of a page of which one is drawn, by the address. */
export function PageTabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  const [address] = useSearchParams();
  const open = tabs.find(({ key, aka = [] }) => [key, ...aka].includes(address.get('tab') ?? '')) ?? tabs[0];
  if (open === undefined) return null;
  return <><TabLinks tabs={tabs} open={open.key} label={label} pathOf={(key) => `?tab=${key}`} /><div key={open.key}>{open.content()}</div></>;
}
