import fc from 'fast-check';
import { document, facts, heading, paragraph, quote, table } from './markdown';
import { page } from './page';

const HOSTILE = [
  '<script>alert(1)</script>', '</td></table><img src=x onerror=alert(1)>', '[link](javascript:alert(1))', '![x](http://a/b)', '**bold** _it_ `code` ~~gone~~', 'a | b \\| c', '# title', '- item', '1. item',
  '&lt;b&gt; &amp; &#60;', 'http://a.example/?q=<x>', '> quoted', '***', '===', '```', '\\', 'a\\', 'line\nbreak\tand\u2028more', '{% x %} $x$ --- ... "quotes"',
];
/** White space reads as one space, and control characters are shown nowhere. */
const read = (text: string): string => text.replace(/[\s\u0085\u2028\u2029]+/gu, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim();
const unescape = (html: string): string => html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const bodyOf = (blocks: readonly string[]): string => /<main>\n([\s\S]*)\n<\/main>/.exec(page(document(blocks), 'title', 'zh'))?.[1] ?? '';
const textIn = (html: string, tag: string): string[] => [...html.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map((match) => unescape(match[1]!));

const anyText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(fc.constantFrom(...'\\`*_{}[]()<>#+-.!|~&;:/ 1a字'), { maxLength: 20 }).map((parts) => parts.join('')));

describe('text of data in a document', () => {
  it('reads the same after rendering, in a cell, a paragraph, a heading and a quotation, whatever it is', () => {
    fc.assert(fc.property(anyText, (text) => {
      const wanted = read(text);
      const html = bodyOf([heading(2, text), paragraph(text), quote(text), table(['a', 'b'], [[text, 'after']], '')]);
      expect(textIn(html, 'td')).toEqual([wanted, 'after']);
      if (wanted !== '') {
        expect(textIn(html, 'h2')).toEqual([wanted]);
        expect(textIn(html, 'p')).toEqual([wanted, wanted]);
      }
      expect([...html.matchAll(/<([a-z0-9]+)/g)].map((match) => match[1]).filter((tag) => !['h2', 'p', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td'].includes(tag!))).toEqual([]);
    }), { numRuns: 500 });
  });

  it('an empty table says so, and a fact without a value is left out', () => {
    expect(table(['a'], [], '无')).toBe('无');
    expect(facts([['名称', '甲'], ['备注', undefined]], ['项目', '内容'])).toBe('| 项目 | 内容 |\n| --- | --- |\n| 名称 | 甲 |');
  });

  it('a page stands alone, names its language and has its title as text', () => {
    const html = page('# 甲\n', '<b>&"', 'zh');
    expect(html).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(html).toContain('<title>&lt;b&gt;&amp;&quot;</title>');
    expect(html).toMatch(/@media print/);
    expect(html).not.toMatch(/<script|<link|https?:/);
  });
});
