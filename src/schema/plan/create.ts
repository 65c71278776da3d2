import type {Lock, Step} from '../../plan.ts'
import {quoteLiteral} from '../../postgres/quote.ts'
import {child, childrenOf, text} from '../canonical.ts'
import type {Entry} from '../entry.ts'
import {type Node, parse, type Statement} from '../parse.ts'
import {identifier} from '../words.ts'
import {factsOf} from './facts.ts'
import {relation} from './names.ts'
import {settingSql} from './setting.ts'
import {hazard, step, type Target} from './step.ts'
import {uniqueSteps} from './unique.ts'

export type CreateOptions = {
  /** Whether the table that the object is on exists and may hold rows, so that building it takes time. */
  readonly onExistingTable: boolean
  readonly partitioned: boolean
  readonly online: boolean
}

/** The steps that make what an entry says, as pg_dump writes it. */
export function createSteps(target: Target, entry: Entry, options: CreateOptions): Step[] {
  if (entry.type === 'SETTING') return [step(target, settingSql(entry))]
  if (entry.type === 'EXTENSION VERSION') return []
  return parse(entry.text).flatMap((statement) => createStep(target, statement, options))
}

function createStep(target: Target, statement: Statement, options: CreateOptions): Step[] {
  const {kind, text: sql} = statement
  // pg_dump never prints a view's rows; who makes one wants them.
  if (kind === 'CreateTableAsStmt') return [step(target, sql), refresh(target, statement)]
  if (!options.onExistingTable) return [step(target, sql, {fresh: true, lock: lockBeside(sql)})]
  if (kind === 'IndexStmt') return indexSteps(target, statement, options)
  if (kind === 'AlterTableStmt') return constraintSteps(target, statement, options)
  return [step(target, sql)]
}

/** What is made may still be about tables that stand: those it refers to, inherits from or is a partition of. */
const lockBeside = (sql: string): Lock | null => {
  const {lock} = factsOf(sql)
  if (/^CREATE /.test(sql) || / FOREIGN KEY /.test(sql)) return lock
  return / ATTACH PARTITION /.test(sql) ? 'SHARE UPDATE EXCLUSIVE' : null
}

/** Not where it is made of another one that has no rows yet. */
function refresh(target: Target, {node}: Statement): Step {
  const view = relation(child(node, 'into') ?? {}, 'rel')
  const body = `BEGIN REFRESH MATERIALIZED VIEW ${view}; EXCEPTION WHEN object_not_in_prerequisite_state THEN NULL; END`
  return step(target, `DO ${body.includes('$do$') ? quoteLiteral(body) : `$do$${body}$do$`}`, {
    hazards: [hazard('scans', `runs the query of ${view}`)],
  })
}

function indexSteps(target: Target, {node, text: sql}: Statement, {online}: CreateOptions): Step[] {
  const hazards = node.unique === true ? [hazard('may-fail-on-data', 'fails if rows are duplicates of each other')] : []
  // An index on a partitioned table (ON ONLY) is made without a look at the rows, and cannot be concurrent.
  const only = child(node, 'relation')?.inh !== true
  if (only) return [step(target, sql, {lock: 'SHARE'})]
  if (online)
    return [
      step(target, sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY '), {
        transactional: false,
        lock: 'SHARE UPDATE EXCLUSIVE',
        hazards: [...hazards, hazard('scans', 'reads the whole table twice, while others go on')],
      }),
    ]
  return [
    step(target, sql, {
      lock: 'SHARE',
      hazards: [...hazards, hazard('blocks-writes', 'nobody can write to the table until the index is built')],
    }),
  ]
}

/** A constraint that pg_dump adds by ALTER TABLE: primary keys, unique, exclusion and foreign keys. */
function constraintSteps(target: Target, statement: Statement, {online, partitioned}: CreateOptions): Step[] {
  const {node, text: sql} = statement
  const constraint = constraintOf(node)
  if (!constraint) return [step(target, sql, {lock: 'ACCESS EXCLUSIVE'})]
  const {contype, skip_validation, is_enforced} = constraint
  const name = text(constraint, 'conname') ?? ''
  const foreign = contype === 'CONSTR_FOREIGN'
  const lock = foreign ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE'
  if (skip_validation === true || is_enforced === false) return [step(target, sql, {lock})]
  // Of the partitioned table alone: its partitions' indexes are attached to it.
  if (partitioned && (contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE'))
    return [step(target, sql, {lock, fresh: true})]
  const fails = hazard('may-fail-on-data', `fails if a row does not satisfy ${name}`)
  if (online && !partitioned && foreign)
    return [
      step(target, `${sql} NOT VALID`, {lock}),
      step(target, `ALTER TABLE ${relation(node, 'relation')} VALIDATE CONSTRAINT ${identifier(name)}`, {
        hazards: [fails],
      }),
    ]
  const concurrent = online && !partitioned ? uniqueSteps(target, statement, constraint, fails) : null
  const blocks = hazard('blocks-writes', 'nobody can write to the table while its rows are read')
  return concurrent ?? [step(target, sql, {lock, hazards: partitioned ? [fails] : [fails, blocks]})]
}

function constraintOf(node: Node): Node | undefined {
  const [command] = childrenOf(node, 'cmds', 'AlterTableCmd').filter(({subtype}) => subtype === 'AT_AddConstraint')
  return command && child(child(command, 'def') ?? {}, 'Constraint')
}
