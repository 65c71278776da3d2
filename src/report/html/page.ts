/** Markup whose texts are escaped already. Only `html` and `raw` make it. */
export type Markup = {readonly markup: string}
type Content = Markup | string | number | null | readonly Content[]

const ENTITIES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)

const render = (content: Content): string => {
  if (content === null) return ''
  if (typeof content === 'string') return escapeText(content)
  if (typeof content === 'number') return String(content)
  if ('markup' in content) return content.markup
  return content.map(render).join('')
}

/** A template whose values are escaped; lists are joined, null is nothing. */
export const html = (strings: TemplateStringsArray, ...values: readonly Content[]): Markup => ({
  markup: strings.map((text, i) => text + (i < values.length ? render(values[i] ?? null) : '')).join(''),
})

/** Text that is markup already: a drawing from a library, a style sheet of ours. */
export const raw = (markup: string): Markup => ({markup})

export type Cell = Content
export type Column = {readonly title: string; readonly align?: 'right'}

/** A table that scrolls sideways where the screen is narrow. */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Markup => html`<div class="scroll"><table>
<thead><tr>${columns.map(({title, align}) => html`<th class="${align ?? 'left'}">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
  (row) => html`<tr>${row.map((cell, i) => html`<td class="${columns[i]?.align ?? 'left'}">${cell}</td>`)}</tr>
`,
)}</tbody></table></div>`

/** A badge: `error`, `warning`, `info` or `ok` colours it. */
export const badge = (tone: 'error' | 'warning' | 'info' | 'ok', text: string): Markup =>
  html`<span class="badge ${tone}">${text}</span>`

export type Page = {
  readonly title: string
  /** Below the title: what was looked at, when, by which version. */
  readonly lead: string
  readonly body: Markup
  /** Of this page alone, after the common style and before `</body>`. */
  readonly style?: string
  readonly script?: string
}

/** One self-contained page: no network, readable on a phone, in the dark and on paper. */
export const page = ({title, lead, body, style = '', script}: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE + style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="lead">${lead}</p>
${body}
</main>
${script === undefined ? null : raw(`<script>${script}</script>`)}
</body>
</html>`.markup

const STYLE = `
:root{--ink:#1b2733;--soft:#566573;--line:#d9e0e6;--paper:#fff;--tint:#f5f7f9;--accent:#0b6e99;
--error:#b3261e;--warning:#8a5300;--info:#33566b;--ok:#1a6b3c}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9aa8b5;--line:#2c3843;--paper:#12181e;--tint:#1a222a;
--accent:#6cc4ea;--error:#ff8a80;--warning:#f3b55b;--info:#9cc4da;--ok:#7fd6a2}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}h3{font-size:1rem;margin:1.4rem 0 .4rem}
.lead,.soft{color:var(--soft)}.lead{margin:.2rem 0 1.5rem}
a{color:var(--accent)}
code,pre{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace}
pre{background:var(--tint);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;overflow-x:auto}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--soft);font-weight:600;white-space:nowrap}
.right{text-align:right;font-variant-numeric:tabular-nums}
.badge{display:inline-block;padding:0 .5em;border-radius:1em;border:1px solid currentColor;font-size:.82rem;white-space:nowrap}
.error{color:var(--error)}.warning{color:var(--warning)}.info{color:var(--info)}.ok{color:var(--ok)}
details{margin:.4rem 0}summary{cursor:pointer}
@media print{body{background:#fff;color:#000}}
`
