// What the builds share: a step that is run, and a stamp that says for which sources it was.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootError } from './stop.mjs';
import { lastLines, runTool } from './run-tool.mjs';

export async function runStep(root, args, cwd = root) {
  const { code, output } = await runTool(process.execPath, args, { cwd });
  if (code === 0) return;
  throw new BootError(`构建失败：运行 node ${args.join(' ')} 查看全部错误`, `The build failed: run node ${args.join(' ')} to see every error`, lastLines(output));
}

export function isStamped(root, stamp, stampOf) {
  const file = join(root, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === stampOf(root);
}
