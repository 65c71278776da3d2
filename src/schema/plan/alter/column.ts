import {columnText} from '../../table/column.ts'
import type {Column} from '../../table/model.ts'
import {identifier} from '../../words.ts'
import type {Placed} from '../action.ts'
import {hazard, type StepOptions, step, type Target} from '../step.ts'
import {type Attributes, castOf, fitsInPlace, isWidening, rowOf} from './cast.ts'

export type TableTarget = Target & {
  readonly key: string
  /** `public.users`, quoted where it must be. */
  readonly table: string
  readonly online: boolean
  readonly partitioned: boolean
  /** `ALTER FOREIGN TABLE` has no rows of its own to check. */
  readonly foreign: boolean
  /** The attributes of a composite type on both sides, by its name as SQL; undefined of any other type. */
  readonly composite: (type: string) => readonly [Attributes, Attributes] | undefined
}

export const EXCLUSIVE: StepOptions = {lock: 'ACCESS EXCLUSIVE'}

export function addColumn(target: TableTarget, column: Column): Placed[] {
  const stored = column.generated !== null && !/\bVIRTUAL\b|\)$/i.test(column.generated.text.trim())
  const identity = column.other.some(({text}) => / AS IDENTITY\b/.test(text))
  const required = column.notNull !== null && column.default === null && column.generated === null && !identity
  const reason = hazard(
    'may-fail-on-data',
    `fails if ${target.table} has rows: ${column.name} is NOT NULL and has no default`,
  )
  // A default that needs what is made later (a sequence) comes later.
  const apart = column.default?.from !== undefined && column.default.from !== target.key
  const volatile = column.default !== null && !apart && /\(/.test(column.default.text)
  const computed = stored || volatile || identity
  const checked = column.generated !== null && !stored && column.notNull !== null
  const written = columnText(apart ? {...column, default: null, notNull: null} : column)
  const sql = `ALTER TABLE ${target.table} ADD COLUMN ${identifier(column.name)} ${written}`
  const add = step(target, sql, {
    ...EXCLUSIVE,
    rewrites: computed,
    hazards: [
      ...(required ? [reason] : []),
      ...(computed ? [hazard('rewrites', `writes ${target.table} anew to compute ${column.name}`)] : []),
      ...(checked ? [hazard('scans', `reads all of ${target.table}`)] : []),
    ],
  })
  return [{at: target.key, step: add}, ...(apart ? fillLater(target, column) : [])]
}

/** As ADD COLUMN … DEFAULT would have: the rows that are there get a value each. */
function fillLater(target: TableTarget, column: Column): Placed[] {
  const name = identifier(column.name)
  const at = column.default?.from ?? target.key
  const alter = `ALTER TABLE ${target.table} ALTER COLUMN ${name}`
  const rewrites = hazard('rewrites', `gives every row of ${target.table} a value of ${column.name}`)
  return [
    {at, step: step(target, `${alter} SET DEFAULT ${column.default?.text}`, EXCLUSIVE)},
    {
      at,
      step: step(target, `UPDATE ${target.table} SET ${name} = DEFAULT`, {
        lock: 'ROW EXCLUSIVE',
        rewrites: true,
        hazards: [rewrites],
      }),
    },
    ...(column.notNull ? notNullSteps(target, column, target.online, at) : []),
  ]
}

export const dropColumn = (target: TableTarget, column: Column): Placed => ({
  at: target.key,
  step: step(target, `ALTER TABLE ${target.table} DROP COLUMN ${identifier(column.name)}`, {
    ...EXCLUSIVE,
    hazards: column.generated ? [] : [hazard('data-loss', `the values of ${target.table}.${column.name} are lost`)],
  }),
})

/** Whether PostgreSQL has no ALTER that turns one into the other: the column must be dropped and added. */
export const needsNewColumn = (actual: Column, expected: Column): boolean =>
  (actual.generated?.print !== expected.generated?.print && (expected.generated !== null || isVirtual(actual))) ||
  (expected.generated !== null && changesType(actual, expected))

const isVirtual = (column: Column): boolean =>
  column.generated !== null && !/\bSTORED$/i.test(column.generated.text.trim())

/** Whether what depends on the column must be dropped before it is altered and made again after. */
/** A typed table's columns have the type's types. */
const isTyped = ({type}: Column): boolean => type.text === ''

export const changesType = (actual: Column, expected: Column): boolean =>
  !isTyped(actual) &&
  !isTyped(expected) &&
  (actual.type.print !== expected.type.print || actual.collation?.print !== expected.collation?.print)

/** Whether the new type takes every value as it is stored. */
export const widens = (actual: Column, expected: Column): boolean =>
  isWidening(actual.type.text, expected.type.text) && actual.collation?.print === expected.collation?.print

export type ColumnForce = {readonly retyped: boolean; readonly redefaulted: boolean}

/** What must go before others are dropped, and what is changed among what is made. */
export function alterColumn(
  target: TableTarget,
  actual: Column,
  expected: Column,
  force: ColumnForce,
): {early: Placed[]; steps: Placed[]} {
  const name = identifier(expected.name)
  const alter = (action: string, at = target.key): Placed => ({
    at,
    step: step(target, `ALTER TABLE ${target.table} ALTER COLUMN ${name} ${action}`, EXCLUSIVE),
  })
  const [early, steps]: [Placed[], Placed[]] = [[], []]
  const typed = force.retyped || changesType(actual, expected)
  if (actual.generated && !expected.generated) steps.push(alter('DROP EXPRESSION'))
  // The old default need not have a cast to the new type.
  const redefault = typed || force.redefaulted || actual.default?.print !== expected.default?.print
  const replaces = !typed && !force.redefaulted && actual.default && expected.default
  if (actual.default && redefault && !replaces) early.push(alter('DROP DEFAULT', actual.default.from ?? target.key))
  if (typed) steps.push({at: target.key, step: typeStep(target, actual, expected, force.retyped)})
  if (expected.default && redefault)
    steps.push(alter(`SET DEFAULT ${expected.default.text}`, expected.default.from ?? target.key))
  const renamed = renameNotNull(target, actual, expected)
  if (renamed) early.push(renamed)
  else steps.push(...alterNotNull(target, actual, expected))
  return {early, steps}
}

/** A NOT NULL that only has another name. Early: what is inherited cannot be renamed, which it may become. */
function renameNotNull(target: TableTarget, {notNull: found}: Column, {name, notNull: wanted}: Column): Placed | null {
  if (!found || !wanted || found.print === wanted.print) return null
  const [from, to] = [found, wanted].map(({text}) => notNullName(target.key, name, text))
  if (!from || !to) return null
  const sql = `ALTER TABLE ${target.table} RENAME CONSTRAINT ${identifier(from)} TO ${identifier(to)}`
  return {at: target.key, step: step(target, sql, EXCLUSIVE)}
}

/** Since PostgreSQL 18 it has one: where pg_dump says none, that which the server chooses. */
function notNullName(key: string, column: string, text: string): string | null {
  const [, quoted, plain] = /^CONSTRAINT\s+(?:"((?:[^"]|"")+)"|(\S+))\s+NOT NULL$/i.exec(text) ?? []
  const usual = `${key.slice(key.lastIndexOf('\n') + 1)}_${column}_not_null`
  if (/^NOT NULL$/i.test(text)) return Buffer.byteLength(usual) > 63 ? null : usual
  return quoted?.replaceAll('""', '"') ?? plain ?? null
}

function alterNotNull(target: TableTarget, {notNull: found}: Column, expected: Column): Placed[] {
  const wanted = expected.notNull
  const name = identifier(expected.name)
  const alter = (action: string): Placed => ({
    at: target.key,
    step: step(target, `ALTER TABLE ${target.table} ${action}`, EXCLUSIVE),
  })
  if (found?.print === wanted?.print) return []
  if (!wanted) return [alter(`ALTER COLUMN ${name} DROP NOT NULL`)]
  if (!found) return notNullSteps(target, expected, target.online, target.key)
  return [alter(`ALTER COLUMN ${name} DROP NOT NULL`), ...notNullSteps(target, expected, target.online, target.key)]
}

function typeStep(target: TableTarget, actual: Column, expected: Column, remade: boolean) {
  const name = identifier(expected.name)
  const collation = expected.collation ? ` ${expected.collation.text}` : ''
  const type = expected.type.text
  const head = `ALTER TABLE ${target.table} ALTER COLUMN ${name} TYPE ${type}${collation}`
  if (!remade && widens(actual, expected)) return step(target, head, EXCLUSIVE)
  if (target.foreign) return step(target, head, EXCLUSIVE)
  if (!remade && actual.type.print === expected.type.print)
    return step(target, head, {...EXCLUSIVE, hazards: [hazard('scans', `builds the indexes on ${name} anew`)]})
  const attributes = remade ? target.composite(type.replace(/\[\]$/, '')) : undefined
  const moved = attributes !== undefined && !fitsInPlace(...attributes)
  const whole = moved && !type.endsWith('[]') ? rowOf(name, type, ...attributes) : null
  const value =
    whole ??
    (remade && actual.type.print === expected.type.print
      ? `${name}::text::${type}`
      : castOf(name, actual.type.text, type))
  const loses = value === `${name}[1]`
  const misplaced = moved && whole === null
  return step(target, `${head} USING ${value}`, {
    ...EXCLUSIVE,
    rewrites: true,
    hazards: [
      hazard('rewrites', `writes ${target.table} anew, while nobody can read it`),
      ...(loses ? [hazard('data-loss', `of each array in ${expected.name} only the first element is kept`)] : []),
      ...(misplaced ? [hazard('data-loss', `attributes in ${expected.name} are kept by position, not by name`)] : []),
      hazard('may-fail-on-data', `fails if a value of ${expected.name} does not fit ${type}`),
    ],
  })
}

/** Online: a check that is validated without a lock that blocks lets SET NOT NULL skip its scan (PostgreSQL 12). */
export function notNullSteps(target: TableTarget, column: Column, online: boolean, at: string): Placed[] {
  const {table} = target
  const name = identifier(column.name)
  const hazards = [hazard('may-fail-on-data', `fails if ${table}.${column.name} holds a null`)]
  const written = column.notNull?.text ?? 'NOT NULL'
  const named = /^CONSTRAINT\s+("(?:[^"]|"")+"|\S+)\s+NOT NULL(.*)$/is.exec(written)
  const rest = named ? (named[2] ?? '') : (/^NOT NULL(.*)$/is.exec(written)?.[1] ?? '')
  const plain =
    named || rest.trim()
      ? `ALTER TABLE ${table} ADD ${named ? `CONSTRAINT ${named[1]} ` : ''}NOT NULL ${name}${rest}`
      : `ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`
  const place = (sql: string, options: StepOptions): Placed => ({at, step: step(target, sql, options)})
  if (target.foreign) return [place(plain, EXCLUSIVE)]
  if (!online) return [place(plain, {...EXCLUSIVE, hazards: [...hazards, hazard('scans', `reads all of ${table}`)]})]
  const check = identifier(`${column.name.slice(0, 40)}_not_null_for_now`)
  return [
    place(`ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`, EXCLUSIVE),
    place(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${check}`, {hazards}),
    place(plain, EXCLUSIVE),
    place(`ALTER TABLE ${table} DROP CONSTRAINT ${check}`, EXCLUSIVE),
  ]
}
