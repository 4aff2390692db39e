import type { ReactNode } from 'react';

export type Fact = readonly [name: string, value: ReactNode];
const isGiven = (value: ReactNode): boolean => value !== undefined && value !== null && value !== '' && value !== false;

/** Names and values; what is not there is left out. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className="facts">{facts.filter(([, value]) => isGiven(value)).map(([name, value]) => <div key={name} className="fact"><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
);
