import type {Address} from '../../../src/postgres/address.ts'
import type {PgDumpChoice} from '../../../src/postgres/pg-dump/choice.ts'
import {dumpSchema} from '../../../src/postgres/pg-dump/dump.ts'
import type {DumpOptions} from '../../../src/postgres/pg-dump/options.ts'
import {withoutColumnVersions} from '../../../src/schema/dump/column-versions.ts'

export const WASM: PgDumpChoice = {kind: 'wasm', version: '18.3', major: 18, why: 'the test asks for it', rejected: []}

export async function collect(
  address: Address,
  choice: PgDumpChoice = WASM,
  options: DumpOptions = {},
): Promise<string> {
  let sql = ''
  for await (const text of dumpSchema(address, choice, options)) sql += text
  return sql
}

/** Without the setting that servers before 17 refuse. */
export const loadable = (sql: string): string => sql.replace(/^SET transaction_timeout = 0;\n/m, '')

/** Without what differs between two pg_dump versions though the schema is the same. */
export const withoutNoise = (sql: string): string =>
  withoutColumnVersions(sql)
    .split('\n')
    .filter((line) => !/^(?:-- Dumped (?:by|from) |\\(?:un)?restrict |SET transaction_timeout = )/.test(line))
    .map((line) =>
      line.replace(/^ALTER (?:TABLE|SEQUENCE|VIEW|MATERIALIZED VIEW|FOREIGN TABLE) (.* OWNER TO )/, 'ALTER … $1'),
    )
    .map((line) => line.replace(/^(ALTER DEFAULT PRIVILEGES .* ON \w+) {2}(TO|FROM) /, '$1 $2 '))
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
