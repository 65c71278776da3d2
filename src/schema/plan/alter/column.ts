import type {Step} from '../../../plan.ts'
import {columnText} from '../../table/column.ts'
import type {Column} from '../../table/model.ts'
import {identifier} from '../../words.ts'
import {hazard, type StepOptions, step, type Target} from '../step.ts'

export type TableTarget = Target & {
  /** `public.users`, quoted where it must be. */
  readonly table: string
  readonly online: boolean
}

const EXCLUSIVE: StepOptions = {lock: 'ACCESS EXCLUSIVE'}

export function addColumn(target: TableTarget, column: Column): Step {
  const required = column.notNull !== null && column.default === null && column.generated === null
  return step(target, `ALTER TABLE ${target.table} ADD COLUMN ${identifier(column.name)} ${columnText(column)}`, {
    ...EXCLUSIVE,
    rewrites: column.generated !== null,
    hazards: [
      ...(required
        ? [
            hazard(
              'may-fail-on-data',
              `fails if ${target.table} has rows: ${column.name} is NOT NULL and has no default`,
            ),
          ]
        : []),
      ...(column.generated ? [hazard('rewrites', `writes ${target.table} anew to compute ${column.name}`)] : []),
    ],
  })
}

export const dropColumn = (target: TableTarget, column: Column): Step =>
  step(target, `ALTER TABLE ${target.table} DROP COLUMN ${identifier(column.name)}`, {
    ...EXCLUSIVE,
    hazards: [hazard('data-loss', `the values of ${target.table}.${column.name} are lost`)],
  })

/** Whether PostgreSQL has no ALTER that turns one into the other: the column must be dropped and added. */
export const needsNewColumn = (actual: Column, expected: Column): boolean =>
  expected.generated !== null && actual.generated?.print !== expected.generated.print

/** Whether what depends on the column must be dropped before it is altered and made again after. */
export const changesType = (actual: Column, expected: Column): boolean =>
  actual.type.print !== expected.type.print || actual.collation?.print !== expected.collation?.print

export function alterColumn(target: TableTarget, actual: Column, expected: Column): Step[] {
  const {table} = target
  const name = identifier(expected.name)
  const alter = (action: string, options: StepOptions = EXCLUSIVE): Step =>
    step(target, `ALTER TABLE ${table} ALTER COLUMN ${name} ${action}`, options)
  const steps: Step[] = []
  const typed = changesType(actual, expected)
  if (actual.generated && !expected.generated) steps.push(alter('DROP EXPRESSION'))
  // The old default need not have a cast to the new type.
  const redefault = actual.default?.print !== expected.default?.print
  if (actual.default && (typed || (redefault && !expected.default))) steps.push(alter('DROP DEFAULT'))
  if (typed) steps.push(alterType(target, actual, expected))
  if (expected.default && (typed || redefault)) steps.push(alter(`SET DEFAULT ${expected.default.text}`))
  if (!actual.notNull && expected.notNull) steps.push(...setNotNull(target, expected))
  if (actual.notNull && !expected.notNull) steps.push(alter('DROP NOT NULL'))
  return steps
}

function alterType(target: TableTarget, actual: Column, expected: Column): Step {
  const name = identifier(expected.name)
  const collation = expected.collation ? ` ${expected.collation.text}` : ''
  const type = expected.type.text
  const widens = isWidening(actual.type.text, type) && actual.collation?.print === expected.collation?.print
  const sql = `ALTER TABLE ${target.table} ALTER COLUMN ${name} TYPE ${type}${collation}${widens ? '' : ` USING ${name}::${type}`}`
  if (widens) return step(target, sql, EXCLUSIVE)
  return step(target, sql, {
    ...EXCLUSIVE,
    rewrites: true,
    hazards: [
      hazard('rewrites', `writes ${target.table} anew, while nobody can read it`),
      hazard('may-fail-on-data', `fails if a value of ${expected.name} does not fit ${type}`),
    ],
  })
}

/** Whether every value of one type is one of the other as it is stored, so that PostgreSQL rewrites nothing. */
function isWidening(actual: string, expected: string): boolean {
  const varchar = /^character varying(?:\((\d+)\))?$/
  const from = varchar.exec(actual)
  const to = varchar.exec(expected)
  if (!from) return false
  if (expected === 'text') return true
  if (!to) return false
  return to[1] === undefined || (from[1] !== undefined && Number(to[1]) >= Number(from[1]))
}

/** Online: a check that is validated without a lock that blocks lets SET NOT NULL skip its scan (PostgreSQL 12). */
function setNotNull(target: TableTarget, column: Column): Step[] {
  const {table, online} = target
  const name = identifier(column.name)
  const hazards = [hazard('may-fail-on-data', `fails if ${table}.${column.name} holds a null`)]
  const plain = `ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`
  if (!online)
    return [step(target, plain, {...EXCLUSIVE, hazards: [...hazards, hazard('scans', `reads all of ${table}`)]})]
  const check = identifier(`${column.name.slice(0, 40)}_not_null_for_now`)
  return [
    step(target, `ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`, EXCLUSIVE),
    step(target, `ALTER TABLE ${table} VALIDATE CONSTRAINT ${check}`, {lock: 'SHARE UPDATE EXCLUSIVE', hazards}),
    step(target, plain, EXCLUSIVE),
    step(target, `ALTER TABLE ${table} DROP CONSTRAINT ${check}`, EXCLUSIVE),
  ]
}
