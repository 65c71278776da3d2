import type {Step} from '../../src/plan.ts'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import type {PgDumpChoice} from '../../src/postgres/pg-dump/choice.ts'
import {compare} from '../../src/schema/compare.ts'
import {readDependencies} from '../../src/schema/dependencies.ts'
import {differences} from '../../src/schema/difference.ts'
import type {Schema} from '../../src/schema/entry.ts'
import {planSteps} from '../../src/schema/plan/steps.ts'
import {readDatabase} from '../../src/schema/read.ts'
import {runSteps, script} from './run-steps.ts'

export type ConvergeOptions = {
  readonly pgDump: PgDumpChoice
  readonly online: boolean
  readonly onPlan?: (steps: readonly Step[]) => void
}

/**
 * Plans `database` (whose schema is `actual`) towards `expected`, runs the plan, reads again and compares.
 * Returns the schema it has now.
 * @throws where a step is refused or a difference is left
 */
export async function converge(
  database: Address,
  actual: Schema,
  expected: Schema,
  {pgDump, online, onPlan}: ConvergeOptions,
): Promise<Schema> {
  const steps = await plan(database, actual, expected, online)
  onPlan?.(steps)
  await withConnection(database, (client) => runSteps(client, steps))
  const result = await readDatabase(database, {pgDump})
  const left = (await compare(result, expected)).filter(({cosmetic}) => !cosmetic)
  const said = left.map(({kind, identity, change, details, actual: a, expected: e}) =>
    [`${kind} ${identity} is ${change}`, ...details, `actual: ${a}`, `expected: ${e}`].join('\n    '),
  )
  if (said.length) throw new Error(`not converged:\n  ${said.join('\n  ')}\n  after:\n${script(steps)}`)
  const again = await plan(database, result, expected, online)
  if (again.length) throw new Error(`a second plan is not empty:\n${script(again)}`)
  return result
}

const plan = async (database: Address, actual: Schema, expected: Schema, online: boolean): Promise<Step[]> =>
  planSteps(actual, expected, await differences(actual, expected), {
    online,
    dependencies: (keys) => withConnection(database, (client) => readDependencies(client, keys)),
  })
