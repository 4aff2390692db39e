import { run } from './run';

/** Names of shared libraries that the dynamic linker does not find, with `libraryDir` searched as well. */
export async function missingLibraries(binary: string, libraryDir: string): Promise<string[]> {
  const { stdout } = await run('ldd', [binary], { env: { ...process.env, LD_LIBRARY_PATH: libraryDir } });
  return readMissing(stdout);
}

/** `\tliblzf.so.1 => not found` */
export const readMissing = (output: string): string[] =>
  output.split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? []);
