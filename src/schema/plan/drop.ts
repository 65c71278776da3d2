import {child, children, text} from '../canonical.ts'
import type {Entry} from '../entry.ts'
import {type Node, parse, type Statement} from '../parse.ts'
import {elementTexts} from '../table/element.ts'
import {identifier} from '../words.ts'
import {nameList, qualify, relation, signature} from './names.ts'
import {operatorSignature} from './operator.ts'
import {labelsOf, unlabel} from './security-label.ts'
import {resetSql} from './setting.ts'

/** Statements that undo an object, from the statements that made it. Empty where its table or owner takes it along. */
export function dropSql(entry: Entry): string[] {
  // What is set before it (a tablespace, an access method) is not it.
  const statement = parse(entry.text).find(({kind}) => kind !== 'VariableSetStmt')
  if (!statement) return []
  if (entry.type === 'SECURITY LABEL') return labelsOf(entry).map(unlabel)
  if (entry.type === 'SUBSCRIPTION') {
    const name = identifier(entry.tag)
    // Its slot is on the publisher, which may be another or gone.
    return [
      `ALTER SUBSCRIPTION ${name} DISABLE`,
      `ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`,
      `DROP SUBSCRIPTION ${name}`,
    ]
  }
  const sql = dropOf(entry, statement)
  return sql === null ? [] : [sql]
}

function dropOf(entry: Entry, statement: Statement): string | null {
  const {node} = statement
  const qualified = qualify(entry.schema, entry.tag)
  switch (entry.type) {
    case 'COMMENT':
      return `${/^(COMMENT ON .*?) IS (?:E?'|NULL)/s.exec(statement.text)?.[1]} IS NULL`
    case 'CONSTRAINT':
    case 'FK CONSTRAINT':
    case 'CHECK CONSTRAINT':
      return statement.kind === 'AlterDomainStmt'
        ? `ALTER DOMAIN ${nameList(node, 'typeName')} DROP CONSTRAINT ${identifier(constraintName(node))}`
        : `ALTER TABLE ${relation(node, 'relation')} DROP CONSTRAINT ${identifier(constraintName(node))}`
    case 'TRIGGER':
      // Of a partition's trigger only the state is its own.
      if (statement.kind === 'AlterTableStmt') return statement.text.replace(TRIGGER_STATE, otherState)
      return `DROP TRIGGER ${identifier(text(node, 'trigname') ?? '')} ON ${relation(node, 'relation')}`
    case 'POLICY':
      return `DROP POLICY ${identifier(text(node, 'policy_name') ?? '')} ON ${relation(node, 'table')}`
    case 'RULE':
      return `DROP RULE ${identifier(text(node, 'rulename') ?? '')} ON ${relation(node, 'relation')}`
    case 'ROW SECURITY':
      return `ALTER TABLE ${qualified} DISABLE ROW LEVEL SECURITY`
    case 'DEFAULT':
      return statement.text.replace(/\bSET DEFAULT .*$/s, 'DROP DEFAULT')
    case 'SEQUENCE':
      return statement.kind === 'AlterTableStmt'
        ? `${statement.text.replace(/\bADD GENERATED .*$/s, '')}DROP IDENTITY`
        : `DROP SEQUENCE ${qualified}`
    case 'FUNCTION':
    case 'AGGREGATE':
      return `DROP ${entry.type} ${signature(entry)}`
    case 'PROCEDURE':
      return `DROP PROCEDURE ${nameList(node, 'funcname')}(${parametersOf(statement)})`
    case 'SHELL TYPE':
      return `DROP TYPE ${qualified}`
    case 'CAST':
    case 'TRANSFORM':
      return `DROP ${entry.text.replace(/^CREATE (OR REPLACE )?/, '').replace(/\s+WITH\b.*$|\s+WITHOUT\b.*$|\s+\(FROM\b.*$/s, '')}`
    case 'OPERATOR':
      return `DROP OPERATOR ${operatorSignature(node)}`
    case 'OPERATOR CLASS':
    case 'OPERATOR FAMILY':
      return `DROP ${entry.type} ${qualified} USING ${identifier(text(node, 'amname') ?? '')}`
    case 'PROCEDURAL LANGUAGE':
      return `DROP LANGUAGE ${identifier(entry.tag)}`
    case 'USER MAPPING':
      return entry.text.replace(/^CREATE (USER MAPPING .*? SERVER (?:"(?:[^"]|"")*"|\w+)).*$/s, 'DROP $1')
    case 'PUBLICATION TABLE':
    case 'PUBLICATION TABLES IN SCHEMA':
      return publicationDrop(node)
    case 'ACCESS METHOD':
    case 'EVENT TRIGGER':
    case 'EXTENSION':
    case 'FOREIGN DATA WRAPPER':
    case 'PUBLICATION':
    case 'SCHEMA':
    case 'SERVER':
      return `DROP ${entry.type} ${identifier(entry.tag)}`
    case 'SETTING':
      return resetSql(entry)
    case 'INVALID INDEX':
      return `DROP INDEX ${qualified}`
    default:
      return `DROP ${entry.type} ${qualified}`
  }
}

/** With their modes: `p(integer)` is one that takes an integer, or one that gives one back. */
function parametersOf({node, text: sql, start}: Statement): string {
  const parameters = children(node, 'parameters')
  return elementTexts(sql, start, parameters)
    .map((written) => written.replace(/ DEFAULT .*$/s, ''))
    .join(', ')
}

const TRIGGER_STATE = / (?:DISABLE|ENABLE(?: ALWAYS| REPLICA)?) TRIGGER /
const otherState = (state: string): string => (state === ' ENABLE TRIGGER ' ? ' DISABLE TRIGGER ' : ' ENABLE TRIGGER ')

/** The name in `ALTER TABLE … ADD CONSTRAINT name`. */
function constraintName(node: Node): string {
  const definitions = [
    child(node, 'def'),
    ...children(node, 'cmds').map((item) => child(child(item, 'AlterTableCmd') ?? {}, 'def')),
  ]
  for (const definition of definitions) {
    const name = definition && text(child(definition, 'Constraint') ?? {}, 'conname')
    if (name !== undefined) return name
  }
  return ''
}

function publicationDrop(node: Node): string {
  const publication = identifier(text(node, 'pubname') ?? '')
  const objects = children(node, 'pubobjects').map((item) => {
    const object = child(item, 'PublicationObjSpec') ?? {}
    const table = child(object, 'pubtable')
    return table ? `TABLE ${relation(table, 'relation')}` : `TABLES IN SCHEMA ${identifier(text(object, 'name') ?? '')}`
  })
  return `ALTER PUBLICATION ${publication} DROP ${objects.join(', ')}`
}
