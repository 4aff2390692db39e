import MarkdownIt from 'markdown-it';
import type { Language } from '../words';
import { PAGE_STYLE } from './page-style';

/** No HTML passes through, no text becomes a link by itself, and no character is made prettier: what was written is what is shown. */
const renderer = new MarkdownIt('default', { html: false, linkify: false, typographer: false, breaks: false });

const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/** A page that stands alone: it loads nothing, and prints. @param markdown made with `documents/markdown`. */
export function page(markdown: string, title: string, language: Language): string {
  const { escapeHtml } = renderer.utils;
  return [
    '<!doctype html>', `<html lang="${LANGUAGE_TAGS[language]}">`, '<head>', '<meta charset="utf-8">', '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`, `<style>\n${PAGE_STYLE}</style>`, '</head>', '<body>', '<main>', `${renderer.render(markdown).trimEnd()}`, '</main>', '</body>', '</html>', '',
  ].join('\n');
}
