import type {Severity} from '../../finding.ts'
import type {Size, Table} from './model/table.ts'
import type {Found, LintRule} from './rule.ts'

/** Below this, what scans or rewrites a table is over before anyone notices. */
const SMALL: Size = {rows: 10_000, bytes: 16 * 1024 * 1024}

export const isSmall = (table: Table | undefined): boolean => {
  const size = table?.size
  return size != null && size.rows < SMALL.rows && size.bytes < SMALL.bytes
}

export const severityOf = (rule: LintRule, {severity = rule.severity, table}: Found): Severity =>
  rule.scales && isSmall(table) ? 'info' : severity

/** ` (3,000,000 rows, 1.2 GB)`, where a database said so. */
export function sizeText(table: Table | undefined): string {
  if (!table?.size) return ''
  const {rows, bytes} = table.size
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const unit = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0)
  const amount = bytes / 1024 ** unit
  return ` (${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}, ${amount < 10 && unit > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]})`
}
