import {identityOf} from '../../dictionary/dictionary.ts'
import {type Box, type BoxRow, type Diagram, HEAD, type Line, ROW} from '../../dictionary/layout.ts'
import {html, type Markup} from '../html/page.ts'
import {anchorOf} from './names.ts'

/** A module's tables and foreign keys, as SVG that scales, with its own buttons. */
export const diagram = (
  {width, height, boxes, lines}: Diagram,
  title: string,
  nameOf: (identity: string) => string,
): Markup => html`<figure class="er">
<div class="er-tools"><button type="button" data-zoom="in" title="larger" aria-label="larger">+</button><button type="button" data-zoom="out" title="smaller" aria-label="smaller">−</button><button type="button" data-zoom="fit" title="all of it" aria-label="all of it">⤢</button></div>
<svg viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" style="aspect-ratio:${Math.ceil(width)}/${Math.ceil(height)}" role="img" aria-label="Tables of ${title} and their foreign keys">
${lines.map(line)}
${boxes.map((one) => box(one, nameOf))}
</svg>
</figure>`

/** From the referenced table to the one that points at it, which ends in a crow's foot: many of these to one of those. */
function line({from, to, name, points}: Line): Markup {
  const path = points.map(({x, y}, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
  const end = points.at(-1)
  const before = points.at(-2)
  return html`<g class="er-line" data-from="${anchorOf(from)}" data-to="${anchorOf(to)}"><title>${name}</title><path d="${path}"/>${end && before ? html`<path d="${crowsFoot(before, end)}"/>` : null}</g>
`
}

type Point = {readonly x: number; readonly y: number}

function crowsFoot(before: Point, end: Point): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1
  const [dx, dy] = [((end.x - before.x) / length) * 10, ((end.y - before.y) / length) * 10]
  const [x, y] = [end.x - dx, end.y - dy]
  const side = (sign: number): string =>
    `M${round(x)} ${round(y)}L${round(end.x - sign * dy * 0.5)} ${round(end.y + sign * dx * 0.5)}`
  return side(1) + side(-1)
}

const box = ({relation, at, width, height, rows, more}: Box, nameOf: (identity: string) => string): Markup => {
  const identity = identityOf(relation)
  const last = HEAD + rows.length * ROW
  return html`<a class="er-box" href="#${anchorOf(identity)}" data-table="${anchorOf(identity)}"><g transform="translate(${round(at.x)} ${round(at.y)})">
<rect width="${width}" height="${height}" rx="5"/><text class="er-name" x="8" y="17">${nameOf(identity)}</text><path class="er-rule" d="M0 ${HEAD - 2}H${width}"/>
${rows.map((row, i) => rowText(row, HEAD + i * ROW + 12, width))}${more > 0 ? html`<text class="er-type" x="22" y="${last + 12}">… ${more} more</text>` : null}</g></a>
`
}

const MARKS = {primary: '◆', foreign: '→'} as const

const rowText = ({name, type, key, target}: BoxRow, y: number, width: number): Markup =>
  html`${key ? html`<text class="er-key" x="8" y="${y}">${MARKS[key]}</text>` : null}<text x="22" y="${y}">${name}</text><text class="er-type" x="${width - 8}" y="${y}" text-anchor="end">${target === null ? type : `→ ${target}`}</text>
`

const round = (value: number): number => Math.round(value * 10) / 10
