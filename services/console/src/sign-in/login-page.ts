import { ERROR_CATALOGUE, type ErrorCode } from '@tongban/contracts';

/** Asks for login and password, without a script: the strictest content policy holds for it. Both languages, because nobody has chosen one yet. */
export function loginPage({ action, login = '', failed }: { readonly action: string; readonly login?: string; readonly failed?: ErrorCode }): string {
  const fault = failed && ERROR_CATALOGUE[failed];
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>登录 · 通办</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/auth/login.css"></head>
<body><main><h1>通办 <span lang="en">Tongban</span></h1>
<form method="post" action="${escape(action)}">
${fault ? `<p class="fault" role="alert">${escape(fault.zh)}<br><span lang="en">${escape(fault.en)}</span><br>${escape(fault.nextZh)}</p>` : ''}
<label for="login">登录名 <span lang="en">Login</span></label><input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64" value="${escape(login)}"${login === '' ? ' autofocus' : ''}>
<label for="password">密码 <span lang="en">Password</span></label><input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${login === '' ? '' : ' autofocus'}>
<button type="submit">登录 <span lang="en">Sign in</span></button>
</form></main></body></html>`;
}

export const LOGIN_STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;background:Canvas;color:CanvasText}
main{width:min(22rem,calc(100vw - 2rem))}
h1{font-size:1.5rem;margin:0 0 1rem}
h1 span,label span,button span{font-weight:400}
form{display:grid;gap:.5rem}
input{font:inherit;padding:.5rem .75rem;border:1px solid #767676;border-radius:6px;background:Field;color:FieldText}
button{font:inherit;margin-top:.75rem;padding:.6rem;border:0;border-radius:6px;background:#0958d9;color:#fff;cursor:pointer}
input:focus-visible,button:focus-visible{outline:3px solid #4096ff;outline-offset:2px}
.fault{margin:0;padding:.5rem .75rem;border-left:4px solid #cf1322;background:color-mix(in srgb,#cf1322 12%,Canvas)}
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]!);
