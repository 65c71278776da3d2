import type pg from 'pg'
import {bytes} from '../../bytes.ts'
import type {Hazard, HazardCode, Step} from '../../plan.ts'
import {readSql} from '../../postgres/sql-file.ts'
import {hazard} from './step.ts'

type Size = {readonly bytes: number; readonly rows: number | null}

const NAME = String.raw`((?:"(?:[^"]|"")+"|[^\s".(]+)\.(?:"(?:[^"]|"")+"|[^\s".(;]+))`
const ON = [
  new RegExp(`^ALTER (?:FOREIGN )?TABLE (?:ONLY )?${NAME}`),
  new RegExp(`^CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:"(?:[^"]|"")+"|\\S+) ON (?:ONLY )?${NAME}`),
  new RegExp(`^UPDATE ${NAME}`),
]
/** Hazards that grow with the table. */
const GROWING: ReadonlySet<HazardCode> = new Set(['rewrites', 'scans', 'blocks-writes'])

/** The table whose rows a step reads or writes, as SQL names it. */
const tableOf = ({sql}: Step): string | undefined => {
  for (const pattern of ON) {
    const name = pattern.exec(sql)?.[1]
    if (name !== undefined) return name
  }
  return undefined
}

const grows = (step: Step): boolean => step.hazards.some(({code}) => GROWING.has(code))

/** The steps with the sizes of the tables in what they say of reading and writing them. */
export async function withSizes(client: pg.Client, steps: readonly Step[]): Promise<Step[]> {
  const names = new Set(steps.filter(grows).flatMap((step) => tableOf(step) ?? []))
  if (!names.size) return [...steps]
  const {rows} = await client.query<Size & {name: string}>(await readSql('catalog/sizes.sql'), [[...names]])
  const sizes = new Map(rows.map(({name, ...size}) => [name, size]))
  return steps.map((step) => {
    const table = tableOf(step)
    const size = table === undefined ? undefined : sizes.get(table)
    return size ? {...step, hazards: sized(step, said(size))} : step
  })
}

const sized = ({hazards}: Step, size: string): Hazard[] =>
  hazards.map((one) => (GROWING.has(one.code) ? hazard(one.code, `${one.message} (${size})`) : one))

const said = ({bytes: size, rows}: Size): string =>
  rows === null ? bytes(size) : `${bytes(size)}, about ${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`
