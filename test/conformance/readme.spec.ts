import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-files';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

describe('the README', () => {
  it('shows the sample that the client package compiles', () => {
    const sample = readFileSync(join(ROOT, 'packages/client/src/examples/quick-start.ts'), 'utf8').trimEnd();
    expect(readme).toContain(`\`\`\`ts\n${sample}\n\`\`\``);
  });
  it('names folders that exist', () => {
    const folders = [...readme.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap((row) => [...row[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
    expect(folders.length).toBeGreaterThan(10);
    expect(folders.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
  });
});
