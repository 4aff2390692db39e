// Runs a tool of the set-up with its output kept back, so that a step is one line; the output is shown when the tool fails.
import { spawn } from 'node:child_process';

const OUTPUT_BYTES_MAX = 64 * 1024;

/** @returns {Promise<{ code: number, output: string }>} code 127 when the tool does not exist */
export function runTool(command, args, { cwd, env = process.env }) {
  return new Promise((resolve) => {
    let output = '';
    const keep = (chunk) => { output = (output + chunk).slice(-OUTPUT_BYTES_MAX); };
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, output: signal ? `${output}\n${signal}` : output }));
  });
}

export const lastLines = (output, count = 30) => output.trim().split('\n').slice(-count).join('\n');
