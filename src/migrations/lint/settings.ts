import {type Extends, type Severities, withSeverities} from '../../rules/settings.ts'
import type {LintRule} from './rule.ts'
import {RULES} from './rules/index.ts'

export type LintSettings = {
  readonly extends: Extends
  /** By rule, `group/rule`, or `group/*`. */
  readonly severities: Severities
}

export const DEFAULT_SETTINGS: LintSettings = {extends: 'recommended', severities: {}}

/** The rules as the project wants them. */
export function lintRules({extends: base, severities}: LintSettings): readonly LintRule[] {
  const isNamed = ({name, group}: LintRule) => [name, `${group}/${name}`, `${group}/*`].some((key) => key in severities)
  const wanted = RULES.filter(
    (rule) => isNamed(rule) || base === 'all' || base === 'strict' || (base === 'recommended' && !rule.optional),
  )
  return withSeverities(wanted, severities)
}
