import type {Step} from '../../../plan.ts'
import {quoteLiteral} from '../../../postgres/quote.ts'
import {child, children, childrenOf, fingerprint, names, text} from '../../canonical.ts'
import type {Difference, Part} from '../../difference.ts'
import {facetsOf} from '../../facets/index.ts'
import {type Node, parse, type Statement} from '../../parse.ts'
import {readTable} from '../../table/read.ts'
import {identifier} from '../../words.ts'
import {qualifiedName} from '../drop.ts'
import {hazard, step, type Target} from '../step.ts'
import {alterAcl} from './acl.ts'
import {alterTable, type TableChange} from './table.ts'

/** The steps that alter an object in place; null where it must be dropped and made again. */
export function alter(target: Target, difference: Difference, online: boolean): TableChange | null {
  const [main] = difference.expected
  if (!main) return null
  const inPlace = (steps: readonly Step[] | null): TableChange | null => steps && {first: [], steps, disturbed: []}
  switch (main.type) {
    case 'TABLE':
    case 'FOREIGN TABLE':
      return alterTable(
        {...target, table: qualifiedName(main), online},
        readTable(statementsOf(difference.actual)),
        readTable(statementsOf(difference.expected)),
      )
    case 'ACL':
    case 'DEFAULT ACL':
      return inPlace(alterAcl(target, difference))
    case 'COMMENT':
    case 'SECURITY LABEL':
      return inPlace(statementsOf(difference.expected).map(({text}) => step(target, text)))
    case 'FUNCTION':
    case 'PROCEDURE':
      return inPlace(replaceFunction(target, difference))
    case 'VIEW':
      return inPlace(replaceView(target, difference))
    case 'SEQUENCE':
      return inPlace(alterSequence(target, difference))
    case 'TYPE':
      return inPlace(alterEnum(target, difference))
    case 'EXTENSION':
    case 'EXTENSION VERSION':
      return inPlace(alterExtension(target, difference))
    default:
      return null
  }
}

const statementsOf = (part: Part): Statement[] => part.flatMap((entry) => parse(entry.text))

/** CREATE OR REPLACE keeps what depends on the function; it cannot change the arguments or what is returned. */
function replaceFunction(target: Target, {actual, expected}: Difference): Step[] | null {
  const [from, to] = [facetsOf(actual, {owners: false}).facets, facetsOf(expected, {owners: false}).facets]
  const fixed = ['arguments', 'return type', 'is_procedure', 'window']
  if (fixed.some((label) => from.get(label)?.print !== to.get(label)?.print)) return null
  return statementsOf(expected).map(({text}) =>
    step(target, text.replace(/^CREATE (FUNCTION|PROCEDURE)/, 'CREATE OR REPLACE $1')),
  )
}

/** CREATE OR REPLACE keeps what depends on the view; it can only add columns at the end. */
function replaceView(target: Target, {actual, expected}: Difference): Step[] | null {
  const [from, to] = [viewStatement(actual), viewStatement(expected)]
  if (!from || !to) return null
  const [old, wanted] = [columnsOf(from.node), columnsOf(to.node)]
  if (!old || !wanted || old.some((column, index) => column !== wanted[index])) return null
  return [step(target, to.text.replace(/^CREATE (OR REPLACE )?VIEW/, 'CREATE OR REPLACE VIEW'))]
}

const viewStatement = (part: Part): Statement | undefined =>
  statementsOf(part).findLast(({kind}) => kind === 'ViewStmt')

function columnsOf(view: Node): string[] | null {
  const select = child(child(view, 'query') ?? {}, 'SelectStmt')
  const targets = select && children(select, 'targetList')
  return targets?.length ? targets.map(fingerprint) : null
}

/** ALTER keeps the sequence's value. */
function alterSequence(target: Target, {actual, expected}: Difference): Step[] | null {
  const [from, to] = [statementsOf(actual), statementsOf(expected)]
  if (from[0]?.kind !== to[0]?.kind) return null
  const steps = to.map((statement) => step(target, sequenceSql(statement)))
  const owned = (list: readonly Statement[]): boolean => list.some(({kind}) => kind === 'AlterSeqStmt')
  const sequence = expected[0]
  if (sequence && owned(from) && !owned(to))
    steps.push(step(target, `ALTER SEQUENCE ${qualifiedName(sequence)} OWNED BY NONE`))
  return steps
}

function sequenceSql({kind, text: sql}: Statement): string {
  if (kind === 'CreateSeqStmt') return sql.replace(/^CREATE (UNLOGGED )?SEQUENCE/, 'ALTER SEQUENCE')
  if (kind !== 'AlterTableStmt') return sql
  // ALTER TABLE … ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME … START WITH …)
  const match = /^(.*?)\bADD GENERATED (ALWAYS|BY DEFAULT) AS IDENTITY \((.*)\)\s*$/s.exec(sql)
  if (!match) return sql
  const options = (match[3] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('SEQUENCE NAME'))
  return `${match[1]}SET GENERATED ${match[2]} ${options.map((option) => `SET ${option}`).join(' ')}`
}

/** New labels are added in their place. A label that goes needs a new type. */
function alterEnum(target: Target, {actual, expected}: Difference): Step[] | null {
  const [from, to] = [statementsOf(actual)[0], statementsOf(expected)[0]]
  if (from?.kind !== 'CreateEnumStmt' || to?.kind !== 'CreateEnumStmt') return null
  const [old, wanted] = [names(children(from.node, 'vals')), names(children(to.node, 'vals'))]
  if (wanted.filter((label) => old.includes(label)).join('\n') !== old.join('\n')) return null
  const type = names(children(to.node, 'typeName')).map(identifier).join('.')
  return wanted.flatMap((label, index) => {
    if (old.includes(label)) return []
    const previous = wanted[index - 1]
    const next = old[0]
    const place =
      previous !== undefined
        ? ` AFTER ${quoteLiteral(previous)}`
        : next !== undefined
          ? ` BEFORE ${quoteLiteral(next)}`
          : ''
    // Inside a transaction the new label could not be used before the commit.
    return [step(target, `ALTER TYPE ${type} ADD VALUE ${quoteLiteral(label)}${place}`, {transactional: false})]
  })
}

function alterExtension(target: Target, {actual, expected}: Difference): Step[] | null {
  const version = expected.find(({type}) => type === 'EXTENSION VERSION')
  const created = (part: Part): Statement | undefined =>
    statementsOf(part).find(({kind}) => kind === 'CreateExtensionStmt')
  const [from, to] = [created(actual), created(expected)]
  const schemaOf = (statement: Statement | undefined): string | undefined =>
    statement &&
    childrenOf(statement.node, 'options', 'DefElem').flatMap((option) =>
      option.defname === 'schema' ? [text(child(child(option, 'arg') ?? {}, 'String') ?? {}, 'sval')] : [],
    )[0]
  const schema = schemaOf(to)
  const name = expected[0]?.tag ?? ''
  return [
    ...(from && to && schema !== undefined && schema !== schemaOf(from)
      ? [step(target, `ALTER EXTENSION ${identifier(name)} SET SCHEMA ${identifier(schema)}`)]
      : []),
    ...(version
      ? [step(target, version.text, {hazards: [hazard('needs-superuser', 'the owner of the extension must run it')]})]
      : []),
  ]
}
