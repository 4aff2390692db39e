import { type ErrorCode, type FieldFault, TongbanError, counted, fieldFault } from '@tongban/contracts';
import { BUNDLE_LIMITS } from './limits';

/** The faults of one bundle, each at its JSON path in the bundle, e.g. `$.flows[0].states[2].holder`. */
export class BundleFaults {
  private readonly faults: FieldFault[] = [];
  private readonly seen = new Set<string>();
  private readonly paths = new Set<string>();
  private unlisted = 0;

  get count(): number {
    return this.faults.length + this.unlisted;
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** The same fault at the same path is listed once: two checks may find it. */
  readonly report = (path: string, zh: string, en: string): void => this.add(fieldFault(path, 'catalogue.invalid', zh, en));

  /** A fault that has a code of its own. */
  readonly add = (fault: FieldFault): void => {
    const { path, en } = fault;
    const key = `${path}\n${en}`;
    if (this.seen.has(key)) return;
    if (this.faults.length >= BUNDLE_LIMITS.faults) {
      this.unlisted += 1;
      return;
    }
    this.seen.add(key);
    this.paths.add(path);
    this.faults.push(fault);
  };

  /** @throws TongbanError with every fault, when there is any: under their common code, or as `catalogue.invalid` where they differ. */
  refuse(): void {
    const [first] = this.faults;
    if (first === undefined) return;
    const code: ErrorCode = this.faults.every((fault) => fault.code === first.code) ? first.code : 'catalogue.invalid';
    const more = this.unlisted === 0 ? [] : [fieldFault('$', code, `另有${this.unlisted}处错误未列出`, counted(this.unlisted, 'more fault is not listed', 'more faults are not listed'))];
    throw new TongbanError(code, `${counted(this.count, 'fault')} in the bundle, first: ${first.path} ${first.en}`, [...this.faults, ...more]);
  }
}
