import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';

export interface Tab { readonly key: string; /** Other names of it in addresses. */ readonly aka?: readonly string[]; readonly label: string; readonly content: () => ReactNode }

/** Tabs of a page, the open one in the address; only that one is drawn. */
export function PageTabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  const [address, setAddress] = useSearchParams();
  const open = tabs.find(({ key, aka = [] }) => [key, ...aka].includes(address.get('tab') ?? '')) ?? tabs[0];
  if (open === undefined) return null;
  return (
    <div className="tabs">
      <Tabs activeKey={open.key} onChange={(key) => setAddress({ tab: key })} items={tabs.map(({ key, label: name, content }) => ({ key, label: name, children: key === open.key ? content() : null }))} aria-label={label} destroyOnHidden />
    </div>
  );
}
