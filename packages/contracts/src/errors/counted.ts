/** A count with its noun, in English: `1 fault`, `2 faults`. @param many for a plural that is not made with an s. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
