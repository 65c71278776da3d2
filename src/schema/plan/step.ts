import type {Hazard, HazardCode, Lock, Step} from '../../plan.ts'

export type StepOptions = {
  readonly transactional?: boolean
  readonly lock?: Lock | null
  readonly rewrites?: boolean
  readonly hazards?: readonly Hazard[]
}

/** What a step is about. */
export type Target = {readonly kind: string; readonly identity: string}

export const step = ({kind, identity}: Target, sql: string, options: StepOptions = {}): Step => ({
  sql,
  kind,
  identity,
  transactional: options.transactional ?? true,
  lock: options.lock ?? null,
  rewrites: options.rewrites ?? false,
  hazards: options.hazards ?? [],
})

export const hazard = (code: HazardCode, message: string): Hazard => ({code, message})
