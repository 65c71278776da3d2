import type {RangeVar} from 'libpg-query'
import {type Age, newTable, type Table} from './table.ts'

/** As much of a schema as rules need. What is not in it is taken to exist, to be large, and to be used. */
export class Model {
  readonly tables = new Map<string, Table>()
  /** Labels by the name of the type. */
  readonly enums = new Map<string, Set<string>>()
  /** Domains with a constraint, by name. */
  readonly constrainedDomains = new Set<string>()
  /** Enum types and domains that were made by files that run now. */
  readonly newTypes = new Set<string>()
  /** Functions that are declared STABLE or IMMUTABLE. */
  readonly steadyFunctions = new Set<string>()
  /** The table of each index, by the name of the index. */
  readonly indexTables = new Map<string, string>()
  /** Schemas made by files that run now. */
  readonly newSchemas = new Set<string>()
  /** What unqualified names are looked up in. */
  searchPath: string
  /** Of what is made next. */
  age: Age = 'existing'
  readonly #initialPath: string

  constructor(searchPath = 'public') {
    this.searchPath = searchPath
    this.#initialPath = searchPath
  }

  /** Each file runs in a session that begins like all others. */
  resetSession(): void {
    this.searchPath = this.#initialPath
  }

  key(range: RangeVar): string {
    return `${range.schemaname ?? this.searchPath}.${range.relname ?? ''}`
  }

  find(range: RangeVar | undefined): Table | undefined {
    return range && this.tables.get(this.key(range))
  }

  /** The table of that name; one that nothing is known of is remembered as existing. */
  table(range: RangeVar): Table {
    const key = this.key(range)
    let table = this.tables.get(key)
    if (!table) {
      table = newTable(range.schemaname ?? this.searchPath, range.relname ?? '', 'existing')
      this.tables.set(key, table)
    }
    return table
  }

  add(range: RangeVar): Table {
    const schema = range.schemaname ?? this.searchPath
    const table = newTable(schema, range.relname ?? '', this.age)
    table.known = true
    table.temporary = range.relpersistence === 't'
    this.tables.set(this.key(range), table)
    return table
  }

  tableOfIndex(range: RangeVar): Table | undefined {
    const key = this.indexTables.get(this.key(range))
    return key === undefined ? undefined : this.tables.get(key)
  }

  /** What was new while the files that made it were looked at exists once they have run. */
  settle(age: Age): void {
    for (const table of this.tables.values()) if (table.age === 'file') table.age = age
    if (age === 'existing') {
      this.newTypes.clear()
      this.newSchemas.clear()
    }
  }
}
