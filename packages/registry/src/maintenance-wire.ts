import type { v1 } from '@tongban/contracts';
import type { MaintenanceWindow } from '@tongban/domain';

/** Windows as commands and entries carry them. */
export const sentWindows = (windows: readonly MaintenanceWindow[]): v1.MaintenanceWindow.$Properties[] => windows.map((window) => ({ ...window }));

/** The same as the rules read them. Words the contract does not know are refused by path there. */
export const windowsOf = (sent: readonly v1.MaintenanceWindow.$Properties[] | null | undefined): MaintenanceWindow[] => (sent ?? []).map(({ repeat, from, until, weekday, day, at, minutes }) => {
  switch (repeat) {
    case 'weekly': return { repeat, weekday: weekday ?? 0, at: at ?? '', minutes: minutes ?? 0 };
    case 'monthly': return { repeat, day: day ?? 0, at: at ?? '', minutes: minutes ?? 0 };
    default: return { repeat: (repeat ?? '') as 'once', from: from ?? '', until: until ?? '' };
  }
});
