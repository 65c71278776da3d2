import {child, childrenOf, fingerprint, text} from '../../canonical.ts'
import type {Node} from '../../parse.ts'
import type {Sourced} from '../../statements.ts'
import {identifier} from '../../words.ts'
import {relation} from '../names.ts'
import {hazard} from '../step.ts'
import {type Alter, both, type Context, place} from './context.ts'
import {undo} from './index-object.ts'

/** A foreign key's enforcement, deferral and validity change in place; any other constraint must be made again. */
export const alterConstraint: Alter = (context) => {
  const [found, wanted] = both(context)
  const [from, to] = [definition(found), definition(wanted)]
  if (!from || !to) return null
  const extras = extraStatements(context, found, wanted)
  if (!extras) return null
  if (fingerprint(valid(from.node)) === fingerprint(valid(to.node)) && skips(from.node) && !skips(to.node)) {
    const table = relation(to.statement, 'relation')
    const sql = `ALTER TABLE ${table} VALIDATE CONSTRAINT ${identifier(to.name)}`
    const hazards = [hazard('may-fail-on-data', `fails if a row of ${table} does not satisfy ${to.name}`)]
    return {...extras, steps: [place(context, sql, {hazards}), ...extras.steps]}
  }
  if (fingerprint(from.node) === fingerprint(to.node)) return extras
  if (to.node.contype !== 'CONSTR_FOREIGN' || fingerprint(deferral(from.node)) !== fingerprint(deferral(to.node)))
    return null
  const {deferrable, initdeferred} = to.node
  const sql = `ALTER TABLE ${relation(to.statement, 'relation')} ALTER CONSTRAINT ${identifier(to.name)} ${
    deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE'
  } ${initdeferred ? 'INITIALLY DEFERRED' : 'INITIALLY IMMEDIATE'}`
  return {...extras, steps: [place(context, sql), ...extras.steps]}
}

type Definition = {readonly name: string; readonly node: Node; readonly statement: Node}

function definition(statements: readonly Sourced[]): Definition | undefined {
  for (const {node: statement} of statements)
    for (const command of childrenOf(statement, 'cmds', 'AlterTableCmd')) {
      const node = child(child(command, 'def') ?? {}, 'Constraint')
      if (node) return {name: text(node, 'conname') ?? '', node, statement}
    }
  return undefined
}

const skips = (node: Node): boolean => node.skip_validation === true
const valid = ({skip_validation: _, initially_valid: __, ...rest}: Node): Node => rest
const deferral = ({deferrable: _, initdeferred: __, ...rest}: Node): Node => rest

const isExtra = (statement: Sourced): boolean => definition([statement]) === undefined

/** CLUSTER ON, REPLICA IDENTITY USING INDEX. */
function extraStatements(context: Context, found: readonly Sourced[], wanted: readonly Sourced[]) {
  const has = (list: readonly Sourced[], one: Sourced): boolean =>
    list.some(({node}) => fingerprint(node) === fingerprint(one.node))
  const gone = found.filter((one) => isExtra(one) && !has(wanted, one)).map(undo)
  if (gone.some((sql) => sql === null)) return null
  const more = wanted.filter((one) => isExtra(one) && !has(found, one))
  return {
    early: gone.flatMap((sql) => (sql ? [place(context, sql)] : [])),
    steps: more.map((one) => ({...place(context, one.text, {lock: 'ACCESS EXCLUSIVE'}), at: one.from})),
  }
}
