export interface Fault { readonly path: string; readonly code: string; readonly zh: string; readonly en: string }

/** The faults with which something is refused as `catalogue.invalid`; none when it is not. */
export function faultsOf(read: () => unknown): readonly Fault[] {
  try {
    read();
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: 'catalogue.invalid' });
    return (error as { faults: readonly Fault[] }).faults;
  }
}
