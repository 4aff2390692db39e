import { USAGE, parseArguments } from './arguments';
import { audit } from './audit';
import { AuditError } from './audit-error';
import { linesOf } from './report';

const EXIT = { clean: 0, findings: 1, usage: 2, unreachable: 3 } as const;

async function main(argv: readonly string[]): Promise<number> {
  const options = parseArguments(argv);
  if (!options) {
    process.stdout.write(`${USAGE}\n`);
    return EXIT.clean;
  }
  const report = await audit(options);
  process.stdout.write(`${options.json ? JSON.stringify(report) : linesOf(report).join('\n')}\n`);
  return report.ok ? EXIT.clean : EXIT.findings;
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: unknown) => {
  if (!(error instanceof AuditError)) throw error;
  process.stderr.write(`${error.zh}\n${error.message}\n${error.kind === 'usage' ? `\n${USAGE}\n` : ''}`);
  process.exitCode = EXIT[error.kind];
});
