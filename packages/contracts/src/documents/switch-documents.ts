import type { StandardsActor } from './standards-documents';

/** What a switch says: which new cases, where it stands, from when until when. Instants are business time. */
export interface SwitchSettingDocument {
  readonly scope: {
    readonly itemCode?: string; readonly mode?: string; readonly participant?: string; readonly pair?: { readonly opener: string; readonly counterpart: string }; readonly region?: string;
    /** Absent for new cases. `personal-data`: personal data that leaves the mainland side within the pair. */
    readonly subject?: string;
  };
  readonly position: 'on' | 'hold' | 'off';
  readonly from?: string;
  /** Exclusive; absent until the scope is set again. */
  readonly until?: string;
  /** Held openings released in a minute while it stands so. */
  readonly releasePerMinute?: number;
}

/** A setting as its owner's registry keeps it. The filter `status` takes its standing, `item`, `participant` and `region` what it names. */
export interface SwitchRow extends SwitchSettingDocument {
  readonly owner: string;
  readonly switchId: string;
  /** `replaced`: it covers the moment, and one of the same scope that was set later counts. */
  readonly standing: 'in-force' | 'to-come' | 'over' | 'replaced';
  /** Holds from here. */
  readonly since: string;
  readonly reason: string;
  readonly proposer: StandardsActor;
  readonly confirmer: StandardsActor;
}

/** A switch that is not on now, or was not and still has held openings to release, with the number that the answering hub keeps because of it. */
export interface SwitchStatusDocument extends SwitchSettingDocument {
  readonly owner: string;
  readonly switchId: string;
  readonly since: string;
  readonly held: number;
  /** It is on again, and what was held goes on at its rate. */
  readonly draining?: boolean;
}
