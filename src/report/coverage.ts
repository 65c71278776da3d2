import {renderTable} from './table.ts'

type Policies = {readonly permissive: readonly string[]; readonly restrictive: readonly string[]}
type Coverage = {
  readonly schema: string
  readonly table: string
  readonly enabled: boolean
  readonly forced: boolean
  readonly commands: Readonly<Record<'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE', Policies>>
}

const COMMANDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const

/** A row for each table: row security enabled, forced, and how many policies let a command through. */
export function renderCoverage(coverage: readonly Coverage[], column: string): string {
  if (!coverage.length) return `no table has the tenant column ${column}`
  return renderTable(
    [{title: 'table'}, {title: 'enabled'}, {title: 'forced'}, ...COMMANDS.map((title) => ({title}))],
    coverage.map(({schema, table, enabled, forced, commands}) => [
      schema === 'public' ? table : `${schema}.${table}`,
      enabled ? 'yes' : 'NO',
      forced ? 'yes' : 'NO',
      ...COMMANDS.map((command) => policyText(commands[command])),
    ]),
  )
}

function policyText({permissive, restrictive}: Policies): string {
  if (!permissive.length) return 'none'
  return `${permissive.length}${restrictive.length ? ` - ${restrictive.length}` : ''}`
}
