import { useSession } from '../app/session';

/** A participant by name, its code beside it. */
export function Party({ code }: { readonly code: string | undefined }) {
  const { participantName } = useSession();
  if (code === undefined || code === '') return null;
  const name = participantName(code);
  return name === code ? <span className="figure">{code}</span> : <span className="nowrap">{name} <span className="quiet figure">{code}</span></span>;
}
/** By name alone, for dense lists; the code is in the title. */
export function PartyName({ code }: { readonly code: string }) {
  const { participantName } = useSession();
  return <span title={code}>{participantName(code)}</span>;
}
export function Region({ code }: { readonly code: string }) {
  const { regionName } = useSession();
  const name = regionName(code);
  return name === code ? <span className="mono">{code}</span> : <span className="nowrap">{name} <span className="quiet mono">{code}</span></span>;
}
