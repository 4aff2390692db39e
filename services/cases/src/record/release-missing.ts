import { TongbanError } from '@tongban/contracts';

/**
 * The version a case began with is not in this process's copy of the standards: another process of the region has read further, or
 * the copy has to be made anew. The case is not broken, it waits: nobody may give it up, and no count of failures ends that.
 */
export class ReleaseMissing extends TongbanError {
  constructor(flowId: string, digest: string) {
    super('standard.not-current', `the version of ${flowId} that the case began with is not installed here yet: ${digest}`);
  }
}
