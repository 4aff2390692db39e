import { REFUSALS_OF_STALE_COPIES } from '@tongban/domain';
import { z } from 'zod';
import { confidence, itemCode, label, rule, worded } from './words';

const stage = z.strictObject({ id: label, ...worded, afterHours: z.number().positive().max(8_760), refuses: z.enum(REFUSALS_OF_STALE_COPIES) });
type Stages = readonly z.output<typeof stage>[];
const rise = (of: (stage: Stages[number]) => number) => (stages: Stages): boolean => stages.every((one, at) => at === 0 || of(one) > of(stages[at - 1]!));
const strictness = ({ refuses }: Stages[number]): number => REFUSALS_OF_STALE_COPIES.indexOf(refuses);

/** How a stale copy of a registry degrades: rules/stale-copies.json. No law says these numbers, and the file cannot claim that one does. */
export const staleCopiesFile = z.strictObject({
  ...worded, basis: label, deadlineKind: z.literal('project-default'), confidence, sourceStandardIds: z.array(label).max(0),
  /** Items of which a new case is refused first: those that move money or give out what is used as an identity. */
  sensitive: z.strictObject({ categories: z.array(label), itemCodes: z.array(itemCode) }),
  stages: z.array(stage).min(1)
    .refine(rise(({ afterHours }) => afterHours), rule('逐级推后', 'each stage begins after the one before'))
    .refine(rise(strictness), rule('逐级从严', 'each stage refuses more than the one before'))
    .refine(([first]) => first?.refuses === 'nothing', rule('先预警，后拒收', 'the first stage warns and refuses nothing')),
});
