import {isDestructive, type Plan} from '../plan.ts'
import {count} from './amounts.ts'
import {planJson} from './plan/json.ts'
import {renderPlan} from './plan/script.ts'

type Application = {readonly does: 'create' | 'nothing'} | {readonly does: 'alter'; readonly plan: Plan}

/** What `apply --json` prints of a database. */
export const applicationJson = (database: string, application: Application): object => ({
  database,
  does: application.does,
  plan: application.does === 'alter' ? planJson(application.plan) : null,
})

/** What was done, or would be. */
export function renderApplication(
  database: string,
  application: Application,
  {dryRun}: {readonly dryRun: boolean},
): string {
  switch (application.does) {
    case 'nothing':
      return `${database} is true to the master schema already`
    case 'create':
      return `${database} ${dryRun ? 'is empty: it would get' : 'got'} the master schema`
    case 'alter':
      return dryRun
        ? `${renderPlan(application.plan, {actual: database, expected: 'the master schema'})}\n\n${verdict(database, application.plan)}`
        : `${database} was altered in ${count(application.plan.steps.length, 'step')}, and is true to the master schema`
  }
}

function verdict(database: string, {proven, steps}: Plan): string {
  if (!proven) return `-- pgplumb apply ${database} would refuse it: it is not proven`
  return steps.some(isDestructive)
    ? `-- pgplumb apply ${database} would refuse it without --allow-destructive`
    : `-- pgplumb apply ${database} would run it`
}
