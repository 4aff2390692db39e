import type { Guard } from '@tongban/domain';
import { z } from 'zod';

const fieldId = z.string().regex(/^[a-z][a-z0-9_]*$/);
const states = z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/)).min(1);

/** FLOW-FORMAT §5. */
export const guard: z.ZodType<Guard> = z.lazy(() => z.union([
  z.strictObject({ field: fieldId, in: z.array(z.union([z.string(), z.boolean()])).min(1) }),
  z.strictObject({ field: fieldId, present: z.boolean() }),
  z.strictObject({ visited: states }),
  z.strictObject({ notVisited: states }),
  z.strictObject({ all: z.array(guard).min(1) }),
  z.strictObject({ any: z.array(guard).min(1) }),
  z.strictObject({ not: guard }),
]));
