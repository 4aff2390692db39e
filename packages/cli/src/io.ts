/** What the command line touches of its process; a test gives its own. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Colours are for people only. */
  readonly isTty: boolean;
  /** Progress is for people only; absent: nobody looks. */
  readonly isErrTty?: boolean;
  /** Resolves when the person ends a command that goes on by itself. */
  readonly interrupted: () => Promise<void>;
}

export const processIo = (): Io => ({
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  isTty: process.stdout.isTTY === true,
  isErrTty: process.stderr.isTTY === true,
  interrupted: () => new Promise((resolve) => void process.once('SIGINT', () => resolve())),
});
