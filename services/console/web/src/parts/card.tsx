import { type ReactNode, useId } from 'react';

/** A part of a page under its own heading. */
export function Card({ title, aside, children, className = '', pad = true }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode; readonly className?: string; readonly pad?: boolean }) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <div className="card-head"><h2 id={id}>{title}</h2><span className="heading-space" />{aside}</div>
      <div className={pad ? 'card-body pad' : 'card-body'}>{children}</div>
    </section>
  );
}
