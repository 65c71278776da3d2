import type {Change, Drift, SourceName} from '../../change.ts'
import {count} from '../amounts.ts'
import type {Theme} from '../theme.ts'
import {printable} from '../width.ts'
import {wrap} from '../wrap.ts'
import {renderBody} from './body.ts'

export type DriftContext = {
  readonly theme: Theme
  readonly width?: number
}

/** So many objects are shown with their definitions, and so many at all: the rest is for `--json`. */
const MOST_BODIES = 25
const MOST_OBJECTS = 100
const MOST_COSMETIC = 20

const SIGNS = {missing: '+', extra: '-', altered: '~'} as const

/** A comparison for people: a block for each object, what was found (`-`) beside what is expected (`+`). */
export function renderDrift(drift: Drift, {theme, width = 80}: DriftContext): string {
  const changes = [...drift.changes].sort(order)
  const real = changes.filter((change) => !change.cosmetic)
  const cosmetic = changes.filter((change) => change.cosmetic)
  const actual = printable(drift.actual.name)
  const expected = printable(drift.expected.name)
  const apart = drift.known ? `, ${count(drift.known, 'known difference')} apart` : ''
  if (changes.length === 0) return theme.ok(`${actual} agrees with ${expected}${apart}`)
  const opening =
    real.length === 0
      ? [
          theme.ok(
            `${actual} agrees with ${expected}, ${count(cosmetic.length, 'cosmetic difference')}${drift.known ? ` and ${count(drift.known, 'known difference')}` : ''} apart`,
          ),
        ]
      : [
          ...wrap(`${source(drift.actual)} against ${source(drift.expected)}`, width).map(theme.heading),
          `${theme.removed(`- found in ${actual}`)}   ${theme.added(`+ expected by ${expected}`)}`,
        ]
  const blocks = real
    .slice(0, MOST_OBJECTS)
    .map((change, index) => block(change, {body: index < MOST_BODIES, theme, width}))
  // Blocks without a body stand close: they are a list.
  const shown = [...blocks.slice(0, MOST_BODIES), blocks.slice(MOST_BODIES).join('\n')].filter((part) => part !== '')
  return [
    opening.join('\n'),
    ...shown,
    ...(real.length > MOST_OBJECTS ? [more(real.length - MOST_OBJECTS, theme)] : []),
    ...(cosmetic.length > 0 ? [cosmetics(cosmetic, theme, width)] : []),
    ...(real.length > 0 ? [summary(drift, theme)] : []),
  ].join('\n\n')
}

/** `dev: 3 differences: 1 missing, 2 altered (and 1 cosmetic)` */
function summary(drift: Drift, theme: Theme): string {
  const real = drift.changes.filter((change) => !change.cosmetic)
  const kinds = (['missing', 'extra', 'altered'] as const)
    .map((kind) => [kind, real.filter(({change}) => change === kind).length] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number.toLocaleString('en-US')} ${kind}`)
  const cosmetic = drift.changes.length - real.length
  return `${theme.bad(`${printable(drift.actual.name)}: ${count(real.length, 'difference')}`)}: ${kinds.join(', ')}${apart(cosmetic, drift.known ?? 0)}`
}

function apart(cosmetic: number, known: number): string {
  const parts = [
    ...(cosmetic > 0 ? [`${cosmetic.toLocaleString('en-US')} cosmetic`] : []),
    ...(known > 0 ? [`${known.toLocaleString('en-US')} known`] : []),
  ]
  return parts.length ? ` (and ${parts.join(', ')})` : ''
}

const source = ({name, serverVersion}: SourceName): string =>
  `${printable(name)}${serverVersion ? ` (PostgreSQL ${serverVersion})` : ''}`

type BlockOptions = {readonly body: boolean; readonly theme: Theme; readonly width: number}

function block(change: Change, {body, theme, width}: BlockOptions): string {
  const style = {missing: theme.added, extra: theme.removed, altered: theme.warn}[change.change]
  const head = `${style(`${SIGNS[change.change]} ${change.change}`)}  ${change.kind} ${theme.object(printable(change.identity))}`
  const details = change.details.flatMap((detail) => wrap(printable(detail), width, '    ', '      '))
  return [head, ...details, ...(body ? renderBody(change, theme, width) : [])].join('\n')
}

function cosmetics(changes: readonly Change[], theme: Theme, width: number): string {
  const lines = changes
    .slice(0, MOST_COSMETIC)
    .flatMap((change) => [
      `  ${SIGNS[change.change]} ${change.kind} ${printable(change.identity)}`,
      ...change.details.flatMap((detail) => wrap(printable(detail), width, '      ', '        ')),
    ])
  return [
    theme.dim('cosmetic, without meaning to a query:'),
    ...lines.map(theme.dim),
    ...(changes.length > MOST_COSMETIC ? [more(changes.length - MOST_COSMETIC, theme)] : []),
  ].join('\n')
}

const more = (number: number, theme: Theme): string =>
  theme.dim(`… and ${number.toLocaleString('en-US')} more, see --json`)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const order = (a: Change, b: Change): number => compare(a.identity, b.identity) || compare(a.kind, b.kind)
