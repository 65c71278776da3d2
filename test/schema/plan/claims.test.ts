import {randomInt} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {withConnection} from '../../../src/postgres/connect.ts'
import {choosePgDump} from '../../../src/postgres/pg-dump/choose.ts'
import {readDependencies} from '../../../src/schema/dependencies.ts'
import {differences} from '../../../src/schema/difference.ts'
import {planSteps} from '../../../src/schema/plan/steps.ts'
import {readDatabase} from '../../../src/schema/read.ts'
import {randomOf, sample} from '../../support/random.ts'
import {withScratch} from '../../support/scratch.ts'
import {type Case, cases, script, within} from './cases.ts'
import {compareClaims, type Finding} from './claims.ts'

/** `CLAIMS=all` runs the plans of all cases; `SEED=7` those of a sample again. */
const all = process.env.CLAIMS === 'all'
const seed = Number(process.env.SEED ?? randomInt(1_000_000))
const TOGETHER = 25

const together = cases.filter(({alone}) => !alone)
const groups: readonly (readonly Case[])[] = all
  ? [
      ...Array.from({length: Math.ceil(together.length / TOGETHER)}, (_, index) =>
        together.slice(index * TOGETHER, (index + 1) * TOGETHER),
      ),
      ...cases.filter(({alone}) => alone).map((one) => [one]),
    ]
  : [sample(together, TOGETHER, randomOf(seed))]

describe(`each step says its lock, and whether it rewrites or scans (SEED=${seed})`, () => {
  test.each(groups.map((group) => ({name: group.map(({name}) => name).join(', '), group})))(
    '$name',
    {timeout: 600_000},
    async ({group}) => {
      const findings = await findingsOf(group)
      const of = (wanted: Finding['claim']): string[] =>
        findings.filter((one) => one.claim === wanted && !isJustified(one)).map(said)
      expect({weaker: of('weaker'), stronger: of('stronger')}).toEqual({weaker: [], stronger: []})
    },
  )
})

/** Where a step may say more than was seen, and why. */
const JUSTIFIED: readonly (readonly [claim: RegExp, sql: RegExp, why: string])[] = [
  [
    /writes the table anew/,
    / ALTER COLUMN \S+ TYPE .* USING /s,
    'only the server knows that a cast has nothing to do, or that the time zone is UTC',
  ],
  [/writes the table anew/, /^UPDATE .* SET \S+ = DEFAULT$/, 'all rows are written, into the same file'],
  [/reads the table/, /^SELECT pg_catalog\.setval\(/, 'an index may know the highest value'],
  [
    /reads the table/,
    / ALTER COLUMN \S+ TYPE .* COLLATE | ALTER COLUMN \S+ TYPE \S+$/s,
    'the column may have no index',
  ],
  [/reads the table/, / ATTACH PARTITION /, 'a check may say so already, or it is partitioned itself'],
  [/^says ACCESS EXCLUSIVE/, /^ALTER INDEX .* ATTACH PARTITION /s, 'the lock is on the index, which every query wants'],
  [/^says ACCESS EXCLUSIVE/, /^CREATE (?:OR REPLACE )?RULE /, 'the view may have been made by the plan'],
  [/reads the table/, /^DO .* REFRESH MATERIALIZED VIEW /s, 'its query may read no table'],
  [/reads the table/, / (?:SET NOT NULL|NOT NULL \S+)$/, 'the partitions have it already'],
]

const isJustified = ({claim, message, step}: Finding): boolean =>
  claim === 'stronger' && JUSTIFIED.some(([says, sql]) => says.test(message) && sql.test(step.sql))

const said = ({message, step}: Finding): string => `${message}: ${step.sql}`

/** There and back, online and not. */
async function findingsOf(group: readonly Case[]): Promise<Finding[]> {
  const pgDump = await choosePgDump({serverMajor: 18, path: process.env.PATH ?? ''})
  const findings: Finding[] = []
  const actual = script(group, 'actual') + group.map((one) => within(one, one.rows)).join('')
  await withScratch(script(group, 'expected'), (target) =>
    withScratch(actual, async (database) => {
      const sides = [await readDatabase(database, {pgDump}), await readDatabase(target, {pgDump})] as const
      const ways = group.some(({oneWay}) => oneWay) ? [1] : [1, 0]
      for (const online of ways.map((way) => way === 1))
        for (const way of ways) {
          const [from, to] = [await readDatabase(database, {pgDump}), sides[way === 1 ? 1 : 0]]
          await withConnection(database, (client) =>
            withConnection(database, async (watcher) => {
              const steps = await planSteps(from, to, await differences(from, to), {
                online,
                dependencies: (keys) => readDependencies(watcher, keys),
              })
              findings.push(...(await compareClaims(client, watcher, steps)))
            }),
          )
        }
    }),
  )
  return findings
}
