import { type FieldFault, TongbanError, fieldFault } from '@tongban/contracts';
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
  readonly report = (path: string, zh: string, en: string): void => {
    const key = `${path}\n${en}`;
    if (this.seen.has(key)) return;
    if (this.faults.length >= BUNDLE_LIMITS.faults) {
      this.unlisted += 1;
      return;
    }
    this.seen.add(key);
    this.paths.add(path);
    this.faults.push(fieldFault(path, 'catalogue.invalid', zh, en));
  };

  /** @throws TongbanError `catalogue.invalid` with every fault, when there is any. */
  refuse(): void {
    if (this.count === 0) return;
    const more = this.unlisted === 0 ? [] : [fieldFault('$', 'catalogue.invalid', `另有${this.unlisted}处错误未列出`, `${this.unlisted} more faults are not listed`)];
    const [first] = this.faults;
    throw new TongbanError('catalogue.invalid', `${this.count} faults in the bundle, first: ${first?.path} ${first?.en}`, [...this.faults, ...more]);
  }
}
