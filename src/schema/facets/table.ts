import {child, children, fingerprint, text} from '../canonical.ts'
import type {Node, Statement, Value} from '../parse.ts'
import {elementTexts} from './element.ts'
import {type Facet, type Facets, facet, optionText, scalar} from './facet.ts'

type Column = {readonly definition: Node; readonly constraints: Value[]; written: string}
type Table = {readonly columns: Map<string, Column>; readonly facets: Map<string, Facet>}

const LABELS: Readonly<Record<string, string>> = {
  partspec: 'partition by',
  inhRelations: 'inherits',
  ofTypename: 'of type',
  options: 'storage parameters',
  accessMethod: 'access method',
}

/**
 * A table, from the statements that make it: CREATE TABLE, then ALTER TABLE for what pg_dump writes apart (defaults
 * that need a sequence, constraints that are NOT VALID, storage, statistics, replica identity …). Whether a thing is
 * written inline or apart makes no difference.
 */
export function tableFacets(statements: readonly Statement[]): Facets {
  const table: Table = {columns: new Map(), facets: new Map()}
  for (const statement of statements) {
    const {kind, node} = statement
    if (kind === 'CreateStmt') addCreate(node, statement, table)
    else if (kind === 'CreateForeignTableStmt') {
      addCreate(child(node, 'base') ?? {}, statement, table)
      table.facets.set('server', facet(node.servername ?? null, scalar(node.servername) ?? ''))
      const options = children(node, 'options')
      if (options.length) table.facets.set('options', facet(options, optionText(options)))
    } else if (kind === 'AlterTableStmt')
      for (const item of children(node, 'cmds')) addCommand(child(item, 'AlterTableCmd') ?? {}, statement.text, table)
    else table.facets.set(oneLine(statement.text), facet({kind, node}, statement.text))
  }
  const facets = new Map<string, Facet>()
  for (const [name, {definition, constraints, written}] of table.columns) {
    const prints = constraints.map(fingerprint).sort()
    facets.set(`column ${name}`, facet({definition, prints}, written))
  }
  return {facets: new Map([...facets, ...table.facets]), order: [...table.columns.keys()]}
}

function addCreate(create: Node, {text: source, start}: Statement, table: Table): void {
  const {tableElts: _, relation: __, oncommit: ___, ...rest} = create
  const elements = children(create, 'tableElts')
  const texts = elementTexts(source, start, elements)
  elements.forEach((element, index) => {
    const written = texts[index] ?? ''
    const column = child(element, 'ColumnDef')
    const constraint = child(element, 'Constraint')
    if (column) {
      const {constraints: _, ...definition} = column
      table.columns.set(text(column, 'colname') ?? '', {
        definition,
        constraints: [...children(column, 'constraints')],
        written,
      })
    } else if (constraint) addConstraint(constraint, written, table)
    else table.facets.set(oneLine(written), facet(element, written))
  })
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'if_not_exists') continue
    const label = LABELS[key] ?? key
    table.facets.set(label, facet(value, key === 'options' ? optionText(children(create, key)) : tail(source, label)))
  }
  if (child(create, 'relation')?.relpersistence === 'u') table.facets.set('unlogged', facet(true, 'UNLOGGED'))
}

function addConstraint(constraint: Node, written: string, {facets}: Table): void {
  // What was added apart says whether it skipped validation; what is written inline never did.
  const {skip_validation: _, ...rest} = constraint
  const valid = constraint.initially_valid === true || constraint.skip_validation !== true
  facets.set(
    `constraint ${text(constraint, 'conname') ?? oneLine(written)}`,
    facet({...rest, initially_valid: valid}, written),
  )
}

function addCommand(command: Node, source: string, table: Table): void {
  const subtype = text(command, 'subtype') ?? ''
  const name = text(command, 'name')
  const definition = child(command, 'def')
  const column = name === undefined ? undefined : table.columns.get(name)
  const constraint = definition && child(definition, 'Constraint')
  if (subtype === 'AT_ColumnDefault' && column && definition) {
    const written = /\bSET (DEFAULT .*)$/s.exec(source)?.[1] ?? ''
    column.constraints.push({Constraint: {contype: 'CONSTR_DEFAULT', raw_expr: definition}})
    column.written += ` ${written}`
  } else if (subtype === 'AT_AddConstraint' && constraint)
    addConstraint(constraint, source.replace(/^.*?\bADD (?=CONSTRAINT\b)/s, ''), table)
  else {
    const label = [name && `column ${name}`, COMMANDS[subtype] ?? subtype.replace(/^AT_/, '')].filter(Boolean).join(' ')
    table.facets.set(label, facet({...command}, oneLine(source)))
  }
}

const COMMANDS: Readonly<Record<string, string>> = {
  AT_SetStatistics: 'statistics target',
  AT_SetStorage: 'storage',
  AT_SetCompression: 'compression',
  AT_SetOptions: 'options',
  AT_ColumnDefault: 'default',
  AT_ReplicaIdentity: 'replica identity',
  AT_ForceRowSecurity: 'force row level security',
  AT_ClusterOn: 'cluster on',
  AT_AttachPartition: 'partition of',
  AT_SetNotNull: 'not null',
  AT_AlterColumnGenericOptions: 'options',
}

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ')

/** The clause of CREATE TABLE that starts with that label, to the end: `PARTITION BY RANGE (at)`. */
const tail = (source: string, label: string): string =>
  oneLine(source.slice(source.toUpperCase().lastIndexOf(`\n${label.toUpperCase()}`) + 1))
