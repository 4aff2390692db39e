/** How guides and procedures look on a screen and on paper; no font is loaded. */
export const PAGE_STYLE = `:root { color-scheme: light; --ink: #1c2430; --soft: #5a6675; --line: #d5dbe3; --tint: #f4f6f9; --accent: #14508c; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.35; margin: 0 0 1rem; padding-bottom: .6rem; border-bottom: 3px solid var(--accent); }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .7rem; color: var(--accent); }
h3 { font-size: 1.02rem; margin: 1.6rem 0 .5rem; }
p { margin: .5rem 0; }
blockquote { margin: .8rem 0; padding: .5rem .9rem; background: var(--tint); border-left: 4px solid var(--accent); }
blockquote p { margin: 0; }
table { width: 100%; border-collapse: collapse; margin: .6rem 0 1rem; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .6rem; border: 1px solid var(--line); overflow-wrap: break-word; }
th:first-child:nth-last-child(2), td:first-child:nth-last-child(2) { width: 9.5rem; }
th { background: var(--tint); font-weight: 600; color: var(--soft); white-space: nowrap; }
tbody tr:nth-child(even) { background: #fafbfc; }
ul { padding-left: 1.3rem; }
@media (max-width: 40rem) { table { display: block; overflow-x: auto; } }
@media print {
  @page { size: A4; margin: 16mm 14mm; }
  body { font-size: 10.5pt; line-height: 1.5; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; color: #000; }
  table { font-size: 9pt; }
  thead { display: table-header-group; }
  tr, blockquote { break-inside: avoid; }
  th, tbody tr:nth-child(even), blockquote { background: none; }
}
`;
