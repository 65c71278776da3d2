import type {Step} from '../../../plan.ts'
import type {Constraint} from '../../table/model.ts'
import {identifier} from '../../words.ts'
import {hazard, step} from '../step.ts'
import type {TableTarget} from './column.ts'

export const dropConstraint = (target: TableTarget, name: string): Step =>
  step(target, `ALTER TABLE ${target.table} DROP CONSTRAINT ${identifier(name)}`, {lock: 'ACCESS EXCLUSIVE'})

/** Online: added without a look at the rows, then validated under a lock that lets others read and write. */
export function addConstraint(target: TableTarget, constraint: Constraint): Step[] {
  const {table, online} = target
  const definition = constraint.text.replace(/\s+NOT VALID$/, '')
  const add = `ALTER TABLE ${table} ADD ${definition}`
  const lock = constraint.node.contype === 'CONSTR_FOREIGN' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE'
  if (!constraint.valid) return [step(target, `${add} NOT VALID`, {lock})]
  const hazards = [hazard('may-fail-on-data', `fails if a row of ${table} does not satisfy ${constraint.name}`)]
  if (!online || !canWait(constraint))
    return [step(target, add, {lock, hazards: [...hazards, hazard('scans', `reads all of ${table}`)]})]
  return [
    step(target, `${add} NOT VALID`, {lock}),
    step(target, `ALTER TABLE ${table} VALIDATE CONSTRAINT ${identifier(constraint.name)}`, {
      lock: 'SHARE UPDATE EXCLUSIVE',
      hazards,
    }),
  ]
}

const canWait = ({node}: Constraint): boolean => node.contype === 'CONSTR_CHECK' || node.contype === 'CONSTR_FOREIGN'
