/** Figures keep their width while they change: the same number of digits behind the point for the same size. */
export function formatRate(rate: number | undefined): string {
  if (rate === undefined || !Number.isFinite(rate)) return '–';
  if (rate === 0) return '0';
  return rate < 10 ? rate.toFixed(2) : rate < 100 ? rate.toFixed(1) : formatCount(Math.round(rate));
}
const GROUPED = new Intl.NumberFormat('en-US');
export const formatCount = (count: number | undefined): string => (count === undefined || !Number.isFinite(count) ? '–' : GROUPED.format(count));
export const formatMegabytes = (bytes: number | undefined): string => (bytes === undefined ? '–' : (bytes / 2 ** 20).toFixed(1));
export const formatMs = (ms: number | undefined): string => (ms === undefined ? '–' : ms < 10 ? ms.toFixed(1) : formatCount(Math.round(ms)));
