import type {RehearsedStatement} from '../migrations/rehearse/rehearse.ts'
import type {RehearsalReport} from '../workspace/rehearse.ts'
import {bytes, count, duration} from './amounts.ts'
import {renderTable} from './table.ts'
import type {Theme} from './theme.ts'
import {displayWidth, printable} from './width.ts'
import {wrap} from './wrap.ts'

/** What `migrate rehearse --json` prints. */
export const rehearsalJson = (report: RehearsalReport): object => report

/** For people: what each statement did, then what that means for the database. */
export function renderRehearsal(report: RehearsalReport, {theme, width = 80}: {theme: Theme; width?: number}): string {
  const {database, files, failure, limit, sampled, statistics, tenants} = report
  if (files === 0 && !tenants) return theme.ok(`${database}: nothing is pending`)
  const rows =
    limit === 0
      ? 'a clone without rows: times say nothing, locks and rewrites are as they will be'
      : sampled.length > 0
        ? `a clone with up to ${limit.toLocaleString('en-US')} rows a table; not all of ${sampled.join(', ')}, ${statistics ? 'which the planner judges by the statistics of all their rows' : 'which the planner knows by these rows only'}`
        : 'a clone with all rows'
  const blocks = [
    wrap(`${database}: ${count(files + (tenants?.files ?? 0), 'file')} rehearsed on ${rows}`, width).join('\n'),
  ]
  blocks.push(...fileBlocks(report.statements, theme, width))
  if (tenants)
    blocks.push(
      wrap(
        printable(
          `for ${count(tenants.pending, 'tenant')}, rehearsed in the largest of them, ${tenants.rehearsed}: ${count(tenants.files, 'file')}`,
        ),
        width,
      ).join('\n'),
      ...fileBlocks(tenants.statements, theme, width),
    )
  if (failure)
    blocks.push(
      [
        theme.bad(`failed at ${printable(failure.file)}:${failure.line}`),
        ...wrap(printable(`${failure.message}${failure.detail ? ` (${failure.detail})` : ''}`), width, '  '),
        ...(sampled.length > 0
          ? wrap('not all rows were copied: a foreign key or a uniqueness may fail here and hold there', width, '  ')
          : []),
      ].join('\n'),
    )
  return [...blocks, ...forecastText(report, theme, width), ...tenantText(report, theme, width)].join('\n\n')
}

const fileBlocks = (statements: readonly RehearsedStatement[], theme: Theme, width: number): string[] =>
  [...new Set(statements.map((one) => one.file))].map((file) =>
    [
      theme.heading(printable(file)),
      ...statements.filter((one) => one.file === file).flatMap((one) => entry(one, theme, width)),
    ].join('\n'),
  )

function tenantText({database, tenants}: RehearsalReport, theme: Theme, width: number): string[] {
  if (!tenants) return []
  const {tables, milliseconds} = tenants.forecast
  const pace = `about ${duration(milliseconds)} for ${count(tenants.pending, 'tenant')}, one after another`
  if (tables.length === 0) return [wrap(pace, width).join('\n')]
  return [
    [
      theme.heading(`In ${database} these tables of the tenants will be locked, each for its part of the time`),
      renderTable(
        [
          {title: 'table'},
          {title: 'tenants', align: 'right'},
          {title: 'rows', align: 'right'},
          {title: 'size', align: 'right'},
          {title: 'lock'},
          {title: 'about', align: 'right'},
        ],
        tables.map(({table, tenants: number, mode, rows, bytes: size, milliseconds: held}) => [
          printable(table),
          number.toLocaleString('en-US'),
          rows === null ? '?' : Math.round(rows).toLocaleString('en-US'),
          bytes(size),
          mode,
          held === null ? '' : duration(held),
        ]),
        {heading: theme.dim},
      ),
      ...wrap(pace, width),
    ].join('\n'),
  ]
}

function entry(
  {line, sql, milliseconds, walBytes, locks, rewritten, scanned, transactional}: RehearsedStatement,
  theme: Theme,
  width: number,
): string[] {
  const amounts = `${duration(milliseconds).padStart(7)}  ${bytes(walBytes).padStart(7)} WAL`
  const head = `  ${String(line).padStart(4)}  ${amounts}  `
  const text = printable(sql.replaceAll(/\s+/g, ' '))
  const room = width - displayWidth(head)
  const notes = [
    ...locks
      .filter(({mode}) => !/^(ACCESS SHARE|ROW SHARE|ROW EXCLUSIVE)$/.test(mode))
      .map(({relation, mode}) => `${mode} on ${relation}`),
    ...rewritten.map((relation) => `rewrites ${relation}`),
    ...(scanned ?? []).map(({relation, rows}) => `reads all of ${relation} (${count(rows, 'row')})`),
    ...(scanned === null ? ['scans cannot be seen on this server'] : []),
    ...(transactional ? [] : ['outside a transaction']),
  ]
  const style = locks.some(({mode}) => mode === 'ACCESS EXCLUSIVE') || rewritten.length > 0 ? theme.warn : theme.dim
  return [
    `${head}${text.length > room ? `${text.slice(0, room - 1)}…` : text}`,
    ...(notes.length > 0 ? wrap(printable(notes.join('; ')), width, '        ').map(style) : []),
  ]
}

function forecastText({database, forecast}: RehearsalReport, theme: Theme, width: number): string[] {
  const {tables, connections} = forecast
  const blocks: string[] = []
  if (tables.length > 0)
    blocks.push(
      [
        theme.heading(`In ${database} these tables will be locked`),
        renderTable(
          [
            {title: 'table'},
            {title: 'rows', align: 'right'},
            {title: 'size', align: 'right'},
            {title: 'lock'},
            {title: 'about', align: 'right'},
          ],
          tables.map(({relation, mode, rows, bytes: size, milliseconds}) => [
            printable(relation),
            rows === null ? '?' : Math.round(rows).toLocaleString('en-US'),
            bytes(size),
            mode,
            milliseconds === null ? '' : duration(milliseconds),
          ]),
          {heading: theme.dim},
        ),
      ].join('\n'),
    )
  const busy = tables.flatMap(({relation, sessions}) =>
    sessions.map(
      (one) =>
        `${relation}: ${one.application || one.user} (pid ${one.pid}, ${duration(one.age)}): ${one.query.replaceAll(/\s+/g, ' ')}`,
    ),
  )
  if (busy.length > 0)
    blocks.push(
      [
        theme.warn('In use at this moment, so that the migration would wait for'),
        ...busy.flatMap((line) => wrap(printable(line), width, '  ', '    ')),
      ].join('\n'),
    )
  const sessions = connections.reduce((sum, one) => sum + one.count, 0)
  blocks.push(
    sessions === 0
      ? 'nobody else is connected'
      : `${count(sessions, 'session')} connected: ${connections.map(({application, count: number}) => `${printable(application) || 'unnamed'} ${number}`).join(', ')}`,
  )
  return blocks
}
