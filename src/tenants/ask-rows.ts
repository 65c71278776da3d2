import type pg from 'pg'
import type {Step} from '../plan.ts'
import {isServerError} from '../postgres/errors.ts'
import {rowQuestions} from '../schema/plan/row-questions.ts'
import {fill} from './rewrite/pattern.ts'
import {patternOf} from './rewrite/references.ts'

type Finding = {
  readonly tenant: string
  /** The number of the step, from 1. */
  readonly step: number
  readonly problem: string
}

/** What the rows of tenants say of steps that were tried on another. */
export type TenantRows = {
  /** How many tenants were asked. */
  readonly tenants: number
  /** The numbers of the steps for which there was a question. */
  readonly steps: readonly number[]
  /** Those whose rows do not allow a step. */
  readonly refused: readonly Finding[]
  /** Those who did not answer: it took too long, or what the question is about is only made by the plan. */
  readonly unanswered: readonly Finding[]
  /** The numbers of steps that may fail on rows, but for which there is no question. */
  readonly unasked: readonly number[]
}

export type AskOptions = {
  /** Whose steps they are. */
  readonly planned: string
  readonly others: readonly string[]
  readonly signal?: AbortSignal
}

/**
 * Asks the rows of the other tenants what the steps would ask of them: whether a null, a duplicate, a row without its
 * parent is there, whether each value fits. Changes nothing, and keeps nobody waiting.
 */
export async function askRows(
  client: pg.Client,
  steps: readonly Step[],
  {planned, others, signal}: AskOptions,
): Promise<TenantRows> {
  const {questions, unasked} = rowQuestions(steps)
  const refused: Finding[] = []
  const unanswered: Finding[] = []
  if (questions.length) {
    // A policy that hides rows is an error, and no answer.
    await client.query(
      "SET default_transaction_read_only = on; SET lock_timeout = '1s'; SET statement_timeout = '10s'; SET row_security = off",
    )
    const patterns = questions.map(({sql, ...question}) => ({...question, pattern: patternOf(sql, planned)}))
    for (const tenant of others) {
      signal?.throwIfAborted()
      for (const {step, problem, pattern} of patterns) {
        const answer = await ask(client, fill(pattern, tenant))
        if (answer.is === 'found') refused.push({tenant, step, problem})
        if (answer.is === 'fails') refused.push({tenant, step, problem: answer.message})
        if (answer.is === 'unknown') unanswered.push({tenant, step, problem: answer.message})
      }
    }
  }
  return {tenants: others.length, steps: questions.map(({step}) => step), refused, unanswered, unasked}
}

type Answer =
  | {readonly is: 'found'}
  | {readonly is: 'none'}
  | {readonly is: 'fails'; readonly message: string}
  | {readonly is: 'unknown'; readonly message: string}

async function ask(client: pg.Client, sql: string): Promise<Answer> {
  try {
    const {rows} = await client.query<unknown[]>({text: sql, rowMode: 'array'})
    return rows.length && !/^SELECT count\(/.test(sql) ? {is: 'found'} : {is: 'none'}
  } catch (error) {
    if (!isServerError(error)) throw error
    // Class 22: a value that does not fit; 23: a domain's check.
    return {is: /^2[23]/.test(error.code ?? '') ? 'fails' : 'unknown', message: error.message}
  }
}
