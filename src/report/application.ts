import type {Plan} from '../plan.ts'
import {count} from './amounts.ts'
import {planJson} from './plan/json.ts'

/** What `apply --json` prints of a database. */
export type ApplicationResult = {
  readonly database: string
  readonly does: 'create' | 'nothing' | 'alter'
  readonly plan: object | null
  readonly steps: readonly string[]
}

type Application = {readonly does: 'create' | 'nothing'} | {readonly does: 'alter'; readonly plan: Plan}

export const resultOf = (database: string, application: Application): ApplicationResult => ({
  database,
  does: application.does,
  plan: application.does === 'alter' ? planJson(application.plan) : null,
  steps: application.does === 'alter' ? application.plan.steps.map(({sql}) => sql) : [],
})

/** What was done, or would be. */
export function describe({database, does, steps}: ApplicationResult, {dryRun}: {readonly dryRun: boolean}): string {
  switch (does) {
    case 'nothing':
      return `${database} is true to the master schema already`
    case 'create':
      return `${database} ${dryRun ? 'is empty: it would get' : 'got'} the master schema`
    case 'alter':
      return dryRun
        ? `${database} would be altered:\n\n${steps.map((sql) => `${sql};`).join('\n')}`
        : `${database} was altered in ${count(steps.length, 'step')}, and is true to the master schema`
  }
}
