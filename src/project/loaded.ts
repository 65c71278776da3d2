import type {Env} from '../postgres/conninfo/params.ts'
import type {Missing} from './interpolate.ts'
import type {Config} from './schema/config.ts'
import type {Source} from './source.ts'

/** A config's values after interpolation, and what the databases still lack. */
export type Loaded = {
  readonly config: Config
  readonly source: Source | null
  readonly missing: readonly Missing[]
  readonly env: Env
  readonly warn: (message: string) => void
}

export const missingText = (variable: string): string => `the variable ${variable} is not set, or empty`
