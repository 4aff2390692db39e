import { type ErrorCode, type FieldFault, TongbanError, fieldFault } from '@tongban/contracts';

/** A command refused for one cause. `detail` is for engineers, zh and en add to the catalogue's words. */
export const refusal = (code: ErrorCode, path: string, detail: string, zh?: string, en?: string): TongbanError => new TongbanError(code, detail, [fieldFault(path, code, zh, en ?? detail)]);

/** All faults at once: under their common code, or as a faulty command where they differ. */
export function refuseFaults(faults: readonly FieldFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const code = faults.every((fault) => fault.code === first.code) && !first.code.startsWith('field.') ? first.code : 'registry.command-invalid';
  throw new TongbanError(code, faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
}
