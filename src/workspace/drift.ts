import type {Drift} from '../change.ts'
import {Failure} from '../failure.ts'
import {type Comparison, type ComparisonOptions, compareSources, toDrift} from './compare.ts'
import {MASTER, openSource} from './source.ts'
import type {Workspace} from './workspace.ts'

export type DriftOptions = ComparisonOptions & {
  /** Whether roles, memberships and their settings are compared too. */
  readonly roles?: boolean
}

/**
 * What differs between two sources; the expected one is the master schema unless another is named.
 * @throws Failure where a source cannot be opened or read
 */
export async function drift(
  workspace: Workspace,
  actual: string,
  expected: string = MASTER,
  options: DriftOptions = {},
): Promise<Drift> {
  return toDrift(await comparison(workspace, actual, expected, options))
}

export async function comparison(
  workspace: Workspace,
  actual: string,
  expected: string,
  {roles = false, ...options}: DriftOptions,
): Promise<Comparison> {
  const found = await openSource(workspace, actual, {roles})
  const wanted = await openSource(workspace, expected, {roles, near: found.opened})
  if (roles && !(found.opened && wanted.opened))
    throw new Failure('usage', '--roles compares servers, so both sides have to be databases', {
      hint: 'name two: pgplumb drift dev test --roles',
    })
  return compareSources(workspace, found, wanted, options)
}
