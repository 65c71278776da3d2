import {child, children, childrenOf, fingerprint, text} from '../canonical.ts'
import {optionText, scalar} from '../facets/facet.ts'
import type {Node, Statement} from '../parse.ts'
import {readColumn} from './column.ts'
import {elementTexts} from './element.ts'
import type {Column, Constraint, Piece, Table} from './model.ts'

type Draft = {
  readonly columns: Map<string, Column>
  readonly constraints: Map<string, Constraint>
  readonly properties: Map<string, Piece>
}

const CLAUSES: Readonly<Record<string, string>> = {
  partspec: 'partition by',
  inhRelations: 'inherits',
  ofTypename: 'of type',
  options: 'storage parameters',
  accessMethod: 'access method',
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

/** A statement, and the key of the entry it stands in where someone will ask. */
type Written = Statement & {readonly from?: string}

/**
 * Reads a table from the statements that make it: CREATE TABLE, then ALTER TABLE for what pg_dump writes apart
 * (defaults that need a sequence, constraints that are NOT VALID, storage, statistics, replica identity …). Whether a
 * thing is written inline or apart makes no difference.
 */
export function readTable(statements: readonly Written[]): Table {
  const draft: Draft = {columns: new Map(), constraints: new Map(), properties: new Map()}
  for (const statement of statements) {
    const {kind, node} = statement
    if (kind === 'CreateStmt') addCreate(node, statement, draft)
    else if (kind === 'CreateForeignTableStmt') {
      addCreate(child(node, 'base') ?? {}, statement, draft)
      draft.properties.set('server', {print: scalar(node.servername) ?? '', text: scalar(node.servername) ?? ''})
      const options = children(node, 'options')
      if (options.length)
        draft.properties.set('options', {print: fingerprint(options), text: optionText(options), options})
    } else if (kind === 'AlterTableStmt')
      for (const command of childrenOf(node, 'cmds', 'AlterTableCmd')) addCommand(command, statement, draft)
    else if (kind === 'VariableSetStmt') addSetting(node, draft)
    else
      draft.properties.set(oneLine(statement.text), {
        print: fingerprint(node),
        text: statement.text,
        from: statement.from,
      })
  }
  return draft
}

/** pg_dump sets the tablespace and access method before the table, and the entry resets them after. */
function addSetting(node: Node, {properties}: Draft): void {
  if (node.kind !== 'VAR_SET_VALUE') return
  const value = scalar(child(children(node, 'args')[0] ?? {}, 'A_Const') ? children(node, 'args')[0] : undefined) ?? ''
  const label = text(node, 'name') === 'default_tablespace' ? 'tablespace' : 'access method'
  properties.set(label, {print: value, text: value})
}

function addCreate(create: Node, {text: source, start, from}: Written, draft: Draft): void {
  const {tableElts: _, relation, oncommit: __, if_not_exists: ___, ...clauses} = create
  const elements = children(create, 'tableElts')
  const texts = elementTexts(source, start, elements)
  elements.forEach((element, index) => {
    const written = texts[index] ?? ''
    const column = child(element, 'ColumnDef')
    const constraint = child(element, 'Constraint')
    if (column) draft.columns.set(text(column, 'colname') ?? '', readColumn(column, written))
    else if (constraint) addConstraint(constraint, written, from, draft)
    else draft.properties.set(oneLine(written), {print: fingerprint(element), text: written})
  })
  for (const [key, value] of Object.entries(clauses)) {
    const label = CLAUSES[key] ?? key
    const written =
      key === 'ofTypename'
        ? typeName(source)
        : key === 'options'
          ? optionText(children(create, key))
          : clause(source, label)
    // The order of storage parameters has no meaning.
    const print = key === 'options' ? children(create, key).map(fingerprint).sort().join() : fingerprint(value)
    draft.properties.set(label, {print, text: written})
  }
  if (relation && child(create, 'relation')?.relpersistence === 'u')
    draft.properties.set('unlogged', {print: 'u', text: 'UNLOGGED'})
}

function addConstraint(constraint: Node, written: string, from: string | undefined, {constraints}: Draft): void {
  // Only what was added by ALTER TABLE says whether it skipped validation.
  const {skip_validation, initially_valid: _, ...rest} = constraint
  const valid = skip_validation !== true
  const name = text(constraint, 'conname') ?? oneLine(written)
  constraints.set(name, {name, node: constraint, valid, print: fingerprint({...rest, valid}), text: written, from})
}

function addCommand(command: Node, {node, text: source, from}: Written, draft: Draft): void {
  const subtype = text(command, 'subtype') ?? ''
  const name = text(command, 'name')
  const definition = child(command, 'def')
  const column = name === undefined ? undefined : draft.columns.get(name)
  const constraint = definition && child(definition, 'Constraint')
  if (subtype === 'AT_ColumnDefault' && column && definition) {
    const written = /\bSET DEFAULT (.*)$/s.exec(source)?.[1] ?? ''
    draft.columns.set(column.name, {...column, default: {print: fingerprint(definition), text: written, from}})
  } else if (subtype === 'AT_AddConstraint' && constraint)
    addConstraint(constraint, source.replace(/^.*?\bADD (?=CONSTRAINT\b)/s, ''), from, draft)
  else {
    const label = COMMANDS[subtype] ?? subtype.replace(/^AT_/, '')
    const options = childrenOf(child(definition ?? {}, 'List') ?? {}, 'items', 'DefElem').map((DefElem) => ({DefElem}))
    const owned = name !== undefined && subtype !== 'AT_ClusterOn' ? `column ${name} ${label}` : label
    // The table it is a partition of is the one that the statement alters.
    const print = fingerprint(subtype === 'AT_AttachPartition' ? [node.relation ?? null, command] : command)
    draft.properties.set(owned, {print, text: oneLine(source), from, options})
  }
}

/** `app.pair` of `CREATE TABLE t OF app.pair (…)`. */
const typeName = (source: string): string =>
  / OF ((?:"(?:[^"]|"")*"|[^\s.(])+(?:\.(?:"(?:[^"]|"")*"|[^\s.(])+)?)/.exec(source)?.[1] ?? ''

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ')

/** The clause of CREATE TABLE that starts with that label, to the end: `PARTITION BY RANGE (at)`. */
const clause = (source: string, label: string): string =>
  oneLine(source.slice(source.toUpperCase().lastIndexOf(`\n${label.toUpperCase()}`) + 1))
