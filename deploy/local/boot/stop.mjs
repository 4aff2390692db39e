// A reason to stop that a person can act on: said in one sentence per language, never with a stack.
export class BootError extends Error {
  /** @param {string} zh @param {string} en @param {string} [details] output of the tool that failed */
  constructor(zh, en, details = '') {
    super(en);
    this.name = 'BootError';
    this.zh = zh;
    this.details = details;
  }
}

/** Node's own floor: the pinned dependencies need it. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new BootError(`需要 Node.js 20.19 或更高版本，当前为 ${version}：请从 https://nodejs.org 安装后重试`,
    `Node.js 20.19 or newer is needed, this is ${version}: install it from https://nodejs.org and try again`);
}

export function requirePlatform(platform = process.platform) {
  if (platform !== 'win32') return;
  throw new BootError('不支持直接在 Windows 上运行：请在 WSL 中重试', 'Windows is not supported directly: run it inside WSL');
}
