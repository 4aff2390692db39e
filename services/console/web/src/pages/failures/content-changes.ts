/** One place at which two contents differ, by its path; absent on the side that does not have it. */
export interface ContentChange { readonly path: string; readonly before?: string; readonly after?: string }

/** Every leaf of either that the other has otherwise, in the order of their names. */
export function contentChanges(before: unknown, after: unknown): ContentChange[] {
  const [had, has] = [leaves(before), leaves(after)];
  return [...new Set([...had.keys(), ...has.keys()])].sort().filter((path) => had.get(path) !== has.get(path)).map((path) => {
    const [old, now] = [had.get(path), has.get(path)];
    return { path, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
  });
}

function leaves(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value) ?? '']]);
  const members = Object.entries(value);
  if (members.length === 0) return new Map([[path, Array.isArray(value) ? '[]' : '{}']]);
  return new Map(members.flatMap(([name, member]) => [...leaves(member, path === '' ? name : `${path}.${name}`)]));
}
