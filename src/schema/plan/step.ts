import type {Hazard, HazardCode, Lock, Step} from '../../plan.ts'
import {factsOf} from './facts.ts'

export type StepOptions = {
  readonly transactional?: boolean
  /** Default: what the statement's form tells. */
  readonly lock?: Lock | null
  readonly rewrites?: boolean
  /** Beside those that the statement's form tells. */
  readonly hazards?: readonly Hazard[]
  /** Whether all that it is about is made by the plan: nobody waits for it, and it has no rows. */
  readonly fresh?: boolean
}

/** What a step is about. */
export type Target = {readonly kind: string; readonly identity: string}

export function step({kind, identity}: Target, sql: string, options: StepOptions = {}): Step {
  const facts = options.fresh ? undefined : factsOf(sql)
  const hazards = options.hazards ?? []
  const more = (facts?.hazards ?? []).filter(({code}) => !hazards.some((known) => known.code === code))
  return {
    sql,
    kind,
    identity,
    transactional: options.transactional ?? true,
    lock: options.lock === undefined ? (facts?.lock ?? null) : options.lock,
    rewrites: options.rewrites ?? facts?.rewrites ?? false,
    hazards: [...hazards, ...more],
  }
}

export const hazard = (code: HazardCode, message: string): Hazard => ({code, message})
