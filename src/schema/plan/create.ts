import type {Step} from '../../plan.ts'
import {childrenOf} from '../canonical.ts'
import type {Part} from '../difference.ts'
import {parse, type Statement} from '../parse.ts'
import {hazard, type StepOptions, step, type Target} from './step.ts'

export type CreateOptions = {
  /** Whether the table that the object is on exists and may hold rows, so that building it takes time. */
  readonly onExistingTable: boolean
  readonly online: boolean
}

/** The steps that make an object as pg_dump writes it. */
export const createSteps = (target: Target, part: Part, options: CreateOptions): Step[] =>
  part.flatMap((entry) => parse(entry.text)).flatMap((statement) => createStep(target, statement, options))

function createStep(target: Target, statement: Statement, options: CreateOptions): Step[] {
  const {kind, text: sql} = statement
  if (!options.onExistingTable) return [step(target, sql)]
  if (kind === 'IndexStmt') return [indexStep(target, statement, options)]
  if (kind === 'AlterTableStmt') return constraintSteps(target, statement, options)
  return [step(target, sql, LOCKS[kind] ?? {})]
}

const LOCKS: Readonly<Record<string, StepOptions>> = {
  CreateTrigStmt: {lock: 'SHARE ROW EXCLUSIVE'},
  CreatePolicyStmt: {lock: 'ACCESS EXCLUSIVE'},
  AlterPolicyStmt: {lock: 'ACCESS EXCLUSIVE'},
  RuleStmt: {lock: 'ACCESS EXCLUSIVE'},
  CreateStatsStmt: {lock: 'SHARE UPDATE EXCLUSIVE'},
}

function indexStep(target: Target, {node, text: sql}: Statement, {online}: CreateOptions): Step {
  const hazards = node.unique === true ? [hazard('may-fail-on-data', 'fails if rows are duplicates of each other')] : []
  // An index on a partitioned table (ON ONLY) is made without a look at the rows, and cannot be concurrent.
  const only = /^CREATE (?:UNIQUE )?INDEX \S+ ON ONLY /.test(sql)
  if (online && !only)
    return step(target, sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY '), {
      transactional: false,
      lock: 'SHARE UPDATE EXCLUSIVE',
      hazards: [...hazards, hazard('scans', 'reads the whole table twice, while others go on')],
    })
  return step(target, sql, {
    lock: 'SHARE',
    hazards: [...hazards, hazard('blocks-writes', 'nobody can write to the table until the index is built')],
  })
}

/** A constraint that pg_dump adds by ALTER TABLE: primary keys, unique, exclusion and foreign keys. */
function constraintSteps(target: Target, {node, text: sql}: Statement, {online}: CreateOptions): Step[] {
  const [constraint] = childrenOf(node, 'cmds', 'AlterTableCmd').flatMap((command) =>
    command.subtype === 'AT_AddConstraint' ? [command] : [],
  )
  const definition = constraint?.def as
    | {readonly Constraint?: {readonly contype?: string; readonly conname?: string}}
    | undefined
  const {contype, conname = ''} = definition?.Constraint ?? {}
  const fails = hazard('may-fail-on-data', `fails if a row does not satisfy ${conname}`)
  if (contype === 'CONSTR_FOREIGN' && online && !/ NOT VALID$/.test(sql)) {
    const table = /^ALTER TABLE (?:ONLY )?(.+?)\s+ADD CONSTRAINT ("(?:[^"]|"")+"|\S+)/s.exec(sql)
    return [
      step(target, `${sql} NOT VALID`, {lock: 'SHARE ROW EXCLUSIVE'}),
      step(target, `ALTER TABLE ${table?.[1]} VALIDATE CONSTRAINT ${table?.[2]}`, {
        lock: 'SHARE UPDATE EXCLUSIVE',
        hazards: [fails],
      }),
    ]
  }
  if (contype === undefined) return [step(target, sql, {lock: 'ACCESS EXCLUSIVE'})]
  return [
    step(target, sql, {
      lock: contype === 'CONSTR_FOREIGN' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE',
      hazards: [fails, hazard('blocks-writes', 'nobody can write to the table while its rows are read')],
    }),
  ]
}
