import {existsSync, mkdirSync} from 'node:fs'
import {relative} from 'node:path'
import {Failure} from '../failure.ts'
import {idempotent} from '../migrations/idempotent.ts'
import {newMigration, writeMigration} from '../migrations/new.ts'
import {isDestructive, type Plan} from '../plan.ts'
import {migrationsOf} from './migrate.ts'
import {plan} from './plan.ts'
import {MASTER} from './source.ts'
import type {Workspace} from './workspace.ts'

export type FromDrift = {
  readonly files: readonly string[]
  /** Why there is no down file; null where there is one. */
  readonly noDown: string | null
}

/**
 * Writes the migration that brings what the folder builds to the master schema, and the one that takes it back.
 * @throws Failure `no_drift`, `unproven_plan`
 */
export async function newFromDrift(workspace: Workspace, description: string): Promise<FromDrift> {
  const {project} = workspace
  if (!existsSync(project.migrations)) mkdirSync(project.migrations, {recursive: true})
  const folder = migrationsOf(workspace)
  const forward = await plan(workspace, project.migrations, MASTER)
  if (forward.steps.length === 0)
    throw new Failure('no_drift', 'the migrations build the master schema already', {
      hint: 'edit the master schema first; or write an empty migration, without --from-drift',
    })
  if (!forward.proven)
    throw new Failure('unproven_plan', 'the plan from the migrations to the master schema could not be proven', {
      detail: forward.reason ?? '',
      hint: `pgplumb plan ${relative(process.cwd(), project.migrations)} prints it, to be looked at and written by hand`,
    })
  const back = await plan(workspace, MASTER, project.migrations)
  const noDown = back.proven && back.steps.length > 0 ? null : (back.reason ?? 'there is no way back')
  const files = newMigration(folder, description, {
    up: await textOf(forward),
    ...(noDown === null ? {down: await textOf(back)} : {}),
  })
  return {files: writeMigration(folder.path, files), noDown}
}

async function textOf({steps}: Plan): Promise<string> {
  const texts: string[] = []
  for (const step of steps) {
    const warning = step.hazards
      .filter(({code}) => code === 'data-loss')
      .map(({message}) => `-- DESTRUCTIVE: ${message.replaceAll(/\s+/g, ' ')}\n`)
    texts.push(`${isDestructive(step) ? warning.join('') : ''}${await idempotent(step.sql)}`)
  }
  return `${texts.join('\n\n')}\n`
}
