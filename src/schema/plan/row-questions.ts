import type {Step} from '../../plan.ts'
import {NAME, PART, starts, TABLE} from './forms.ts'

/** What a step asks of the rows that are there. */
export type RowQuestion = {
  /** The number of the step, from 1. */
  readonly step: number
  /** Finds a row where the step would fail, or fails as the step would. */
  readonly sql: string
  readonly problem: string
}

export type RowQuestions = {
  readonly questions: readonly RowQuestion[]
  /** The numbers of steps that may fail on rows for which there is no query. */
  readonly unasked: readonly number[]
}

type Asked = Pick<RowQuestion, 'sql' | 'problem'>

const COLUMNS = String.raw`\(([^()]*)\)`
const CHECK = starts(String.raw`${TABLE}ADD CONSTRAINT (${PART}) CHECK (\(.*?\))(?: NO INHERIT)?(?: NOT VALID)?$`)
const FOREIGN_KEY = starts(
  `${TABLE}ADD CONSTRAINT (${PART}) FOREIGN KEY ${COLUMNS} REFERENCES ${NAME}${COLUMNS}(?!.*MATCH FULL)`,
)
const VALIDATE = starts(`${TABLE}VALIDATE CONSTRAINT (${PART})$`)
const NOT_NULL = starts(
  `${TABLE}(?:ALTER COLUMN (${PART}) SET NOT NULL|ADD (?:CONSTRAINT ${PART} )?NOT NULL (${PART}))$`,
)
const UNIQUE_INDEX = starts(
  `CREATE UNIQUE INDEX (?:CONCURRENTLY )?${PART} ON (?:ONLY )?${NAME} (?:USING btree )?${COLUMNS}(.*)$`,
)
const UNIQUE = starts(`${TABLE}ADD CONSTRAINT ${PART} (?:PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? ${COLUMNS}`)
const RETYPED = starts(`${TABLE}ALTER COLUMN ${PART} TYPE .*? USING (.*)$`)
const ADDED = starts(`${TABLE}ADD COLUMN `)

/** The queries that tell, without changing anything, whether the rows of a database allow the steps. */
export function rowQuestions(steps: readonly Step[]): RowQuestions {
  const added = new Map<string, Asked>()
  const questions: RowQuestion[] = []
  const unasked: number[] = []
  steps.forEach((step, index) => {
    const constraint = addedConstraint(step.sql)
    if (constraint) added.set(constraint.name, constraint)
    if (!step.hazards.some(({code}) => code === 'may-fail-on-data')) return
    const [, table, name] = VALIDATE.exec(step.sql) ?? []
    const asked = name === undefined ? (constraint ?? questionOf(step.sql)) : added.get(`${table} ${name}`)
    if (asked) questions.push({step: index + 1, sql: asked.sql, problem: asked.problem})
    else unasked.push(index + 1)
  })
  return {questions, unasked}
}

function addedConstraint(sql: string): (Asked & {readonly name: string}) | null {
  const [, table, name, condition] = CHECK.exec(sql) ?? []
  if (condition !== undefined)
    return {
      name: `${table} ${name}`,
      sql: `SELECT 1 FROM ${table} WHERE NOT ${condition} LIMIT 1`,
      problem: nullIn(condition) ?? `a row does not satisfy ${name}`,
    }
  const [, child, key, from = '', parent, to = ''] = FOREIGN_KEY.exec(sql) ?? []
  if (parent === undefined) return null
  const [columns, referenced] = [columnsOf(from), columnsOf(to)]
  if (!columns || columns.length !== referenced?.length) return null
  const pairs = columns.map((column, index) => `p.${referenced[index]} = c.${column}`)
  return {
    name: `${child} ${key}`,
    sql: `SELECT 1 FROM ${child} c WHERE ${present(columns, 'c.')} AND NOT EXISTS (SELECT FROM ${parent} p WHERE ${pairs.join(' AND ')}) LIMIT 1`,
    problem: `a row refers to none, by ${key}`,
  }
}

/** The check that SET NOT NULL relies on. */
const nullIn = (condition: string): string | null => {
  const column = new RegExp(`^\\((${PART}) IS NOT NULL\\)$`).exec(condition)?.[1]
  return column === undefined ? null : `${column} holds a null`
}

function questionOf(sql: string): Asked | null {
  const [, table, one, other] = NOT_NULL.exec(sql) ?? []
  if (table !== undefined)
    return {
      sql: `SELECT 1 FROM ${table} WHERE ${one ?? other} IS NULL LIMIT 1`,
      problem: `${one ?? other} holds a null`,
    }
  const [, indexed, keys, more = ''] = UNIQUE_INDEX.exec(sql) ?? []
  if (indexed !== undefined && keys !== undefined)
    return duplicates(indexed, keys, more.includes(' NULLS NOT DISTINCT'), / WHERE (\(.*\))$/s.exec(more)?.[1])
  const [, constrained, alike, members] = UNIQUE.exec(sql) ?? []
  if (constrained !== undefined && members !== undefined) return duplicates(constrained, members, alike !== undefined)
  const [, retyped, value] = RETYPED.exec(sql) ?? []
  if (retyped !== undefined) return {sql: `SELECT count(${value}) FROM ${retyped}`, problem: 'a value does not fit'}
  const [, wider] = ADDED.exec(sql) ?? []
  return wider === undefined
    ? null
    : {sql: `SELECT 1 FROM ${wider} LIMIT 1`, problem: 'there are rows, which would have no value'}
}

function duplicates(table: string, keys: string, nullsAreAlike: boolean, condition = 'true'): Asked | null {
  const columns = columnsOf(keys)
  if (!columns) return null
  const where = nullsAreAlike ? condition : `${condition} AND ${present(columns, '')}`
  return {
    sql: `SELECT 1 FROM ${table} WHERE ${where} GROUP BY ${columns.join(', ')} HAVING count(*) > 1 LIMIT 1`,
    problem: `rows are duplicates of each other in ${columns.join(', ')}`,
  }
}

const present = (columns: readonly string[], prefix: string): string =>
  columns.map((column) => `${prefix}${column} IS NOT NULL`).join(' AND ')

const MEMBER = new RegExp(`^(${PART})(?: ASC| DESC)?(?: NULLS (?:FIRST|LAST))?$`)

/** The columns of a list; null where it has more than their names, or a comma in one. */
function columnsOf(list: string): string[] | null {
  const names = list.split(/,\s*/).map((member) => MEMBER.exec(member.trim())?.[1])
  return names.every((name) => name !== undefined) ? names : null
}
