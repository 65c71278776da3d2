import {renderTable} from './table.ts'

const COMMANDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const
type Command = (typeof COMMANDS)[number]
type Policies = {readonly permissive: readonly string[]; readonly restrictive: readonly string[]}
type Coverage = {
  readonly schema: string
  readonly table: string
  readonly kind: string
  readonly enabled: boolean
  readonly forced: boolean
  readonly commands: Readonly<Record<Command, Policies>>
  readonly roles: readonly {
    readonly role: string
    readonly commands: Readonly<Record<Command, number | 'none' | 'open' | 'refused'>>
  }[]
}

/**
 * A row for each table, and each of the application's roles where these are known: row security enabled, forced, and how
 * many policies let a command through. `!` marks a gap.
 */
export function renderCoverage(coverage: readonly Coverage[], column: string): string {
  if (!coverage.length) return `no table has the tenant column ${column} or row security`
  const byRole = coverage.some(({roles}) => roles.length > 0)
  const rows = coverage.flatMap((table) => {
    const head = [
      table.schema === 'public' ? table.table : `${table.schema}.${table.table}`,
      flag(table.enabled, table),
      flag(table.forced, table),
    ]
    if (!byRole) return [[...head, ...COMMANDS.map((command) => policyText(table.commands[command], table.enabled))]]
    return table.roles.map(({role, commands}, index) => [
      ...(index === 0 ? head : ['', '', '']),
      role,
      ...COMMANDS.map((command) => reachText(commands[command], restrictive(table.commands[command]))),
    ])
  })
  const titles = ['table', 'enabled', 'forced', ...(byRole ? ['role'] : []), ...COMMANDS]
  const table = renderTable(
    titles.map((title) => ({title})),
    rows,
  )
  const text = rows.flat().join(' ')
  const legend = LEGEND.filter(([mark]) => text.includes(mark)).map(([, said]) => said)
  return [table, ...(legend.length > 0 ? ['', ...legend] : [])].join('\n')
}

const LEGEND: readonly (readonly [string, string])[] = [
  ['open !', 'open !     the command is granted, and row security does not bind it'],
  ['refused !', 'refused !  the command is granted, and no policy admits a row'],
  ['NO !', 'NO !       row security is off, or its owner passes it by'],
  [' - ', 'n - m      n policies admit rows, m restrictive ones narrow them'],
]

/** A partition is reached through its parent, whose row security counts then. */
const flag = (is: boolean, {kind}: Coverage): string => (is ? 'yes' : kind === 'partition' ? 'no' : 'NO !')

const restrictive = ({restrictive}: Policies): string => (restrictive.length ? ` - ${restrictive.length}` : '')

const policyText = (policies: Policies, enabled: boolean): string =>
  policies.permissive.length || !enabled ? `${policies.permissive.length || '-'}${restrictive(policies)}` : 'none'

const reachText = (reach: number | 'none' | 'open' | 'refused', narrowed: string): string =>
  typeof reach === 'number' ? `${reach}${narrowed}` : reach === 'none' ? '-' : `${reach} !`
