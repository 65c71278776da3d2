import {child, children, isNode, text} from '../canonical.ts'
import type {Node, Statement} from '../parse.ts'
import {unqualified} from '../unqualified.ts'
import {type Facet, type Facets, facet, scalar} from './facet.ts'

/** What a person calls the fields of the parser's nodes; a field that is not here keeps its name. */
const LABELS: Readonly<Record<string, string>> = {
  accessMethod: 'access method',
  args: 'arguments',
  cmd_name: 'command',
  collClause: 'collation',
  comment: 'comment',
  coltypelist: 'attributes',
  events: 'events',
  extname: 'name',
  funcname: 'function',
  indexIncludingParams: 'included columns',
  indexParams: 'columns',
  nulls_not_distinct: 'NULLS NOT DISTINCT',
  parameters: 'arguments',
  permissive: 'permissive',
  pubobjects: 'objects',
  qual: 'USING',
  query: 'query',
  returnType: 'return type',
  roles: 'roles',
  sql_body: 'body',
  timing: 'timing',
  transitionRels: 'transition tables',
  typeName: 'type',
  unique: 'uniqueness',
  vals: 'labels',
  whenClause: 'WHEN',
  whereClause: 'WHERE',
  with_check: 'WITH CHECK',
  withCheckOption: 'check option',
}

const OPTIONS: Readonly<Record<string, string>> = {as: 'body', security: 'security definer', version: 'version'}

/** Says how a thing is made, not what it is. */
const IGNORED = new Set(['replace', 'if_not_exists', 'missing_ok', 'location'])

/** Any other object: the fields of the statement that makes it, and each further statement whole. */
export function statementFacets(statements: readonly Statement[], across: boolean): Facets {
  const facets = new Map<string, Facet>()
  // Of a view in a dependency cycle pg_dump prints a dummy first and the real one, with OR REPLACE, later.
  const main =
    statements.findLast(({kind}) => kind === 'ViewStmt') ?? statements.find(({kind}) => kind !== 'VariableSetStmt')
  for (const statement of statements) {
    if (statement === main) addFields(statement, across, facets)
    else if (statement.kind !== 'ViewStmt')
      facets.set(oneLine(statement.text), facet({kind: statement.kind, node: statement.node}, statement.text))
  }
  return {facets, order: []}
}

function addFields({kind, node}: Statement, across: boolean, facets: Map<string, Facet>): void {
  facets.set('kind', facet(kind, kind))
  for (const [key, value] of Object.entries(node)) {
    if (IGNORED.has(key)) continue
    const options = children(node, key).map((option) => child(option, 'DefElem'))
    if (options.length && options.every((option) => option !== undefined)) addOptions(options, across, facets)
    else
      facets.set(
        LABELS[key] ?? key,
        facet(across && key === 'query' && isNode(value) ? unqualified(value) : value, scalar(value) ?? ''),
      )
  }
}

function addOptions(options: readonly Node[], across: boolean, facets: Map<string, Facet>): void {
  for (const option of options) {
    const name = text(option, 'defname') ?? ''
    // Since PostgreSQL 14 a range comes with one.
    if (across && name === 'multirange_type_name') continue
    const setting =
      name === 'set' ? text(child(child(option, 'arg') ?? {}, 'VariableSetStmt') ?? {}, 'name') : undefined
    facets.set(
      setting ? `set ${setting}` : (OPTIONS[name] ?? name),
      facet(option.arg ?? true, scalar(option.arg) ?? ''),
    )
  }
}

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ')
