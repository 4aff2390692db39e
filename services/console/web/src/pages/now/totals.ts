import type { NowDocument, NowRegion } from '@console/documents';

/** Sums over the regions that answered; absent where none of them told. */
export interface Totals {
  readonly failed?: number; readonly openAlarms?: number; readonly backlog?: number; readonly viewLag?: number;
  readonly rejected: number; readonly perSecond: number; readonly silentLinks: number; readonly unreachable: number;
}
export function totalsOf({ regions, pairs }: NowDocument): Totals {
  const sum = (name: 'failed' | 'openAlarms' | 'backlog' | 'viewLag'): number | undefined => {
    const told = regions.flatMap((region: NowRegion) => (region[name] === undefined ? [] : [region[name]]));
    return told.length === 0 ? undefined : told.reduce((total, one) => total + one, 0);
  };
  const [failed, openAlarms, backlog, viewLag] = [sum('failed'), sum('openAlarms'), sum('backlog'), sum('viewLag')];
  return {
    ...(failed !== undefined && { failed }), ...(openAlarms !== undefined && { openAlarms }), ...(backlog !== undefined && { backlog }), ...(viewLag !== undefined && { viewLag }),
    rejected: pairs.reduce((total, { rejected }) => total + rejected, 0), perSecond: pairs.reduce((total, { perSecond }) => total + perSecond, 0),
    silentLinks: pairs.filter(({ link }) => link === 'silent').length, unreachable: regions.filter(({ reachable }) => !reachable).length,
  };
}
