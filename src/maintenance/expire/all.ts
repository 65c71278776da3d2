import {Failure} from '../../failure.ts'
import type {Address} from '../../postgres/address.ts'
import {isServerError} from '../../postgres/errors.ts'
import {type Action, inWords, type OnAction, untouched} from '../action.ts'
import type {Estimate} from '../estimate.ts'
import type {Traffic} from '../traffic.ts'
import {vacuum} from '../vacuum/vacuum.ts'
import {type Expiry, expire} from './expire.ts'
import type {ExpiryRule} from './rule.ts'

export type ExpireAllOptions = {
  /** Only the rules for these tables, as the rules write them. */
  readonly tables?: readonly string[] | null | undefined
  /** Of these rules' tables, only those in these schemas. */
  readonly schemas?: readonly string[] | undefined
  readonly traffic?: Traffic
  /** Of the vacuum that follows. */
  readonly connections?: number
  readonly costDelay?: number
  readonly deadline?: number | null
  readonly estimate?: Estimate | undefined
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

/** Runs the rules one by one; one that fails does not keep the next from its work. Then vacuums what it emptied. */
export async function expireAll(
  address: Address,
  rules: readonly ExpiryRule[],
  {tables, onAction, ...common}: ExpireAllOptions = {},
): Promise<readonly Action[]> {
  const {signal, traffic, schemas} = common
  const actions: Action[] = []
  const tell = async (done: readonly Action[]) => {
    actions.push(...done)
    await onAction?.(done)
  }
  const emptied: string[] = []
  for (const rule of rules) {
    if (tables && !tables.includes(rule.table)) continue
    if (signal?.aborted) {
      await tell([ended(rule, 'stopped', 'stopped before it began', null)])
      continue
    }
    try {
      const onExpiry = async (expiry: Expiry) => {
        if (expiry.deleted > 0) emptied.push(expiry.oid)
        await tell([actionOf(expiry)])
      }
      await expire(address, rule, {signal, schemas, clear: traffic?.clear, onExpiry})
    } catch (error) {
      if (!(error instanceof Failure) && !isServerError(error)) throw error
      await tell([ended(rule, 'failed', 'the rule could not be carried out', inWords(error))])
    }
  }
  if (emptied.length > 0 && !signal?.aborted)
    actions.push(...(await vacuum(address, {...common, oids: emptied, all: true, ...(onAction ? {onAction} : {})})))
  return actions
}

function actionOf(expiry: Expiry): Action {
  const left = expiry.left.length > 0 ? `; held by other sessions: ${expiry.left.join(', ')}` : ''
  const archived = expiry.archivedTo === null || expiry.deleted === 0 ? '' : `, kept in ${expiry.archivedTo}`
  const findings = expiry.findings.map(({message}) => `; ${message}`).join('')
  return {
    task: 'expire',
    object: expiry.table,
    reason: `${expiry.deleted} rows deleted by ${expiry.strategy}${archived}${left}${findings}`,
    outcome: expiry.stopped ? 'stopped' : 'done',
    startedAt: expiry.startedAt,
    ms: expiry.ms,
    before: expiry.before,
    after: expiry.after,
    error: null,
  }
}

const ended = (rule: ExpiryRule, outcome: Action['outcome'], reason: string, error: string | null): Action =>
  untouched({task: 'expire', object: rule.table, outcome, reason, error})
