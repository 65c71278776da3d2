import type {Action} from '../maintenance/action.ts'
import {health} from './rules.ts'
import type {Workspace} from './workspace.ts'

/** How a database is in its daily work, as actions of a run: what is wrong is `found`. */
export async function healthActions(workspace: Workspace, name: string): Promise<readonly Action[]> {
  const startedAt = new Date()
  const start = performance.now()
  const {findings, looked} = await health(workspace, name)
  const action = (object: string, outcome: Action['outcome'], reason: string): Action => ({
    task: 'health',
    object,
    reason,
    outcome,
    startedAt,
    ms: performance.now() - start,
    before: null,
    after: null,
    error: null,
  })
  if (findings.length === 0) return [action(name, 'done', `nothing found by ${looked.length} rules`)]
  return findings.map(({object, rule, severity, message}) =>
    action(object?.identity ?? rule, severity === 'info' ? 'done' : 'found', message),
  )
}
