import type { ReactNode } from 'react';

/** A control under its label. The control takes the id, so that the label names it for everybody. */
export function Field({ id, label, fault, hint, children }: { readonly id: string; readonly label: string; readonly fault?: string | undefined; readonly hint?: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {fault !== undefined ? <span className="field-error" role="alert">{fault}</span> : hint !== undefined && <span className="quiet">{hint}</span>}
    </div>
  );
}
