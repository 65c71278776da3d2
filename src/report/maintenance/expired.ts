import {count} from '../amounts.ts'

type Expired = {
  readonly table: string
  readonly expired: number
  readonly children: readonly {readonly table: string; readonly rows: number}[]
  readonly tenants: readonly {readonly tenant: string | null; readonly rows: number}[]
  readonly findings: readonly {readonly message: string; readonly cure: string | null; readonly sql: string | null}[]
}

/** What the expire rules would delete. */
export function renderExpired(tables: readonly Expired[]): string {
  if (!tables.length) return 'no rule matches a table'
  const [some, none] = [tables.filter(({expired}) => expired > 0), tables.filter(({expired}) => expired === 0)]
  return [
    ...some.flatMap(({table, expired, children, tenants, findings}) => [
      `${table}: ${count(expired, 'row')} would be deleted`,
      ...children.map((child) => `  and with them ${count(child.rows, 'row')} of ${child.table}`),
      ...tenants.map(({tenant, rows}) => `  tenant ${tenant ?? 'none'}: ${rows.toLocaleString('en-US')}`),
      ...findings.flatMap(({message, cure, sql}) => [`  ${message}`, ...(cure ? [`  ${cure}: ${sql ?? ''}`] : [])]),
    ]),
    ...(none.length
      ? [
          `nothing has expired in ${none.length > 6 ? count(none.length, 'table') : none.map(({table}) => table).join(', ')}`,
        ]
      : []),
  ].join('\n')
}
