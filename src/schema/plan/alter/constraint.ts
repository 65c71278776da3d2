import type {Constraint} from '../../table/model.ts'
import {identifier} from '../../words.ts'
import type {Placed} from '../action.ts'
import {hazard, step} from '../step.ts'
import {EXCLUSIVE, type TableTarget} from './column.ts'

export const dropConstraint = (target: TableTarget, {name, from}: Constraint): Placed => ({
  at: from ?? target.key,
  step: step(target, `ALTER TABLE ${target.table} DROP CONSTRAINT ${identifier(name)}`, EXCLUSIVE),
})

/** Whether it is enough to look at the rows: the constraint is there, but NOT VALID. */
export const isValidation = (actual: Constraint, expected: Constraint): boolean =>
  !actual.valid && expected.valid && actual.print.replace('"valid":false', '"valid":true') === expected.print

export const validateConstraint = (target: TableTarget, {name, from}: Constraint): Placed => ({
  at: from ?? target.key,
  step: step(target, `ALTER TABLE ${target.table} VALIDATE CONSTRAINT ${identifier(name)}`, {
    hazards: [hazard('may-fail-on-data', `fails if a row of ${target.table} does not satisfy ${name}`)],
  }),
})

/** Online: added without a look at the rows, then validated under a lock that lets others read and write. */
export function addConstraint(target: TableTarget, constraint: Constraint): Placed[] {
  const {table, online} = target
  const at = constraint.from ?? target.key
  const add = `ALTER TABLE ${table} ADD ${constraint.text.replace(/\s+NOT VALID$/, '')}`
  const place = (sql: string, hazards: Parameters<typeof step>[2] = {}): Placed => ({
    at,
    step: step(target, sql, {...EXCLUSIVE, ...hazards}),
  })
  if (!constraint.valid) return [place(`${add} NOT VALID`)]
  if (constraint.node.is_enforced === false) return [place(add)]
  const fails = hazard('may-fail-on-data', `fails if a row of ${table} does not satisfy ${constraint.name}`)
  if (target.foreign) return [{at, step: step(target, add, {...EXCLUSIVE, fresh: true})}]
  if (!online || constraint.node.contype !== 'CONSTR_CHECK')
    return [place(add, {hazards: [fails, hazard('scans', `reads all of ${table}`)]})]
  return [place(`${add} NOT VALID`), validateConstraint(target, constraint)]
}
