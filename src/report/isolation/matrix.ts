import {CELLS} from '../../isolation/probe.ts'
import type {CellVerdict, MatrixRow, Proof} from '../../isolation/proof.ts'
import type {AcceptedLeak, IsolationProof} from '../../workspace/prove-isolation.ts'
import {count} from '../amounts.ts'
import type {Theme} from '../theme.ts'
import {displayWidth, padEnd, printable} from '../width.ts'
import {wrap} from '../wrap.ts'

/** Rows shown in full; of more, those that are not all well. */
const MOST = 60

const TITLES = ['read', 'insert', 'update', 'delete', 'trunc', 'move', 'refer', 'unique']
const WORDS: Readonly<Record<CellVerdict, string>> = {
  leak: 'LEAK',
  known: 'known',
  ok: 'ok',
  shut: 'shut',
  none: '-',
  unproven: '?',
}

/** What a path is called: tables by their name, others with what they are. */
export const pathName = ({kind, identity}: Pick<MatrixRow, 'kind' | 'identity'>): string => {
  const name = identity.replace(/^public\./, '')
  return kind === 'table' || kind === 'partitioned table' ? name : `${kind} ${name}`
}

export const isWell = ({cells}: MatrixRow): boolean =>
  !Object.values(cells).some((cell) => cell === 'leak' || cell === 'unproven')

/** Paths against commands. */
export function renderMatrix(
  {
    matrix,
    attempts,
    tables,
    leaks,
    unproven,
    schemas,
    accepted,
  }: Pick<IsolationProof, 'matrix' | 'attempts' | 'tables' | 'leaks' | 'unproven' | 'schemas' | 'accepted'>,
  {theme, width = 80}: {readonly theme: Theme; readonly width?: number},
): string {
  const touched = matrix.filter(({cells}) => Object.values(cells).some((cell) => cell !== 'none'))
  const untouched = matrix.filter((row) => !touched.includes(row)).map((row) => printable(pathName(row)))
  const shown = touched.length > MOST ? touched.filter((row) => !isWell(row)) : touched
  const widths = TITLES.map((title) => title.length)
  const room = width - widths.reduce((sum, one) => sum + one + 2, 0)
  const names = shown.map((row) => printable(pathName(row)))
  const column = Math.max(4, ...names.map(displayWidth).filter((one) => one <= room))
  const lines = shown.flatMap((row, at) => {
    const name = names[at] ?? ''
    const cells = CELLS.map((cell, i) => styled(row.cells[cell], widths[i] ?? 0, theme))
      .join('  ')
      .trimEnd()
    // A name is never cut: it has to be found again.
    return displayWidth(name) > column
      ? [name, `${padEnd('', column)}  ${cells}`]
      : [`${padEnd(name, column)}  ${cells}`]
  })
  const left = touched.length - shown.length
  return [
    ...(lines.length > 0 ? [theme.heading(`${padEnd('path', column)}  ${TITLES.join('  ')}`), ...lines] : []),
    ...(left > 0
      ? [`${lines.length > 0 ? 'and ' : ''}${count(left, 'path')} that ${left === 1 ? 'is' : 'are'} well`]
      : []),
    ...(untouched.length > 0 ? ['', ...wrap(`No privilege at all: ${some(untouched)}`, width)] : []),
    '',
    ...(schemas === null ? [] : [...wrap(separation(schemas), width), '']),
    ...knownLeaks(accepted).flatMap((line) => wrap(line, width)),
    ...wrap(LEGEND + (accepted.length > 0 ? ' known: leaks, with a reason.' : ''), width).map(theme.dim),
    ...wrap(
      `${count(attempts, 'attempt')} on ${count(tables.seeded, 'table')}${tables.seeded < tables.wanted ? ` of ${tables.wanted}` : ''}: ${count(leaks.length, 'leak')}${accepted.length > 0 ? `, ${accepted.length} known` : ''}, ${unproven.length} not proven`,
      width,
    ).map(leaks.length > 0 ? theme.bad : unproven.length > 0 ? theme.warn : theme.ok),
  ].join('\n')
}

const LEGEND = 'ok: its owner may, nobody else. shut: not even its owner. -: no privilege. ?: not proven.'

/** Leaks that are accepted, by the reason. */
export function knownLeaks(accepted: readonly AcceptedLeak[]): readonly string[] {
  const reasons = new Map<string, AcceptedLeak[]>()
  for (const leak of accepted) {
    const key = `${leak.rule}: ${leak.reason}`
    reasons.set(key, [...(reasons.get(key) ?? []), leak])
  }
  return [...reasons].map(([reason, leaks]) => `Known ${reason} (${some(leaks.map((leak) => pathName(leak)))})`)
}

/** What keeps schemas apart, and what was proven of them. */
export function separation({separatedBy, roles, tried, made}: NonNullable<Proof['schemas']>): string {
  const names = some(
    tried.map((name) =>
      made.includes(name) ? `${name} (made for the proof, for all that are like the template)` : name,
    ),
  )
  return separatedBy === 'roles'
    ? `Each tenant has a role. Tried as the one that attacks all others: ${names}.`
    : `Not separated by PostgreSQL: ${roles.join(', ')} may use every tenant's schema, and the application alone keeps them apart. Proven is that nothing in a tenant's schema leads into another's. Tried: ${names}.`
}

const some = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ')

function styled(verdict: CellVerdict, width: number, theme: Theme): string {
  const style =
    verdict === 'leak'
      ? theme.bad
      : verdict === 'unproven' || verdict === 'known'
        ? theme.warn
        : verdict === 'ok'
          ? theme.ok
          : theme.dim
  return padEnd(style(WORDS[verdict]), width)
}
