import type pg from 'pg'
import type {Step} from '../../src/plan.ts'

/** A step that the server refused, with the plan around it. */
export class StepRefused extends Error {
  constructor(step: Step, steps: readonly Step[], cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause)
    super(`${said}\n  at: ${step.sql}\n  of:\n${script(steps)}`, {cause})
  }
}

export const script = (steps: readonly Step[]): string =>
  steps.map(({sql, transactional}) => `    ${transactional ? '' : '-- alone: '}${sql};`).join('\n')

/** Runs a plan as `apply` does: a step that is not transactional alone, those between two such together. */
export async function runSteps(client: pg.Client, steps: readonly Step[]): Promise<void> {
  let open = false
  const toggle = async (wanted: boolean) => {
    if (open !== wanted) await client.query(wanted ? 'BEGIN' : 'COMMIT')
    open = wanted
  }
  for (const step of steps) {
    try {
      await toggle(step.transactional)
      await client.query(step.sql)
    } catch (error) {
      throw new StepRefused(step, steps, error)
    }
  }
  await toggle(false)
}
