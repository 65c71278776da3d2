import type {Finding, Severity} from '../finding.ts'
import {glob} from '../glob.ts'
import type {Rule} from './rule.ts'

/** By rule (`rls-disabled`), `group/rule`, or `group/*`; the narrower one counts. */
export type Severities = Readonly<Record<string, Severity | 'off'>>

/** The rules as the project wants them: with its severities, without those it turned off. */
export function withSeverities<R extends Pick<Rule, 'name' | 'group' | 'severity'>>(
  rules: readonly R[],
  severities: Severities,
): readonly R[] {
  return rules.flatMap((rule) => {
    const wanted =
      severities[`${rule.group}/${rule.name}`] ??
      severities[rule.name] ??
      severities[`${rule.group}/*`] ??
      rule.severity
    return wanted === 'off' ? [] : [{...rule, severity: wanted}]
  })
}

/** What the project knows and accepts: `rule` or `rule:object` (an identity or a key), either with `*`, and why. */
export type Ignore = {readonly pattern: string; readonly reason: string}

/**
 * Leaves out the findings that are ignored. An ignore that matches nothing, though its rule was looked at, has
 * outlived its cause and is reported as `stale-ignore`.
 */
export function withoutIgnored(
  findings: readonly Finding[],
  ignores: readonly Ignore[],
  looked: readonly string[],
): readonly Finding[] {
  const used = new Set<Ignore>()
  const kept = findings.filter((finding) => {
    const hits = ignores.filter((ignore) => matches(ignore.pattern, finding))
    for (const ignore of hits) used.add(ignore)
    return hits.length === 0
  })
  const stale = ignores.filter(
    (ignore) => !used.has(ignore) && looked.some((rule) => glob(parts(ignore.pattern).rule).test(rule)),
  )
  return [...kept, ...stale.map(staleFinding)]
}

function matches(pattern: string, finding: Finding): boolean {
  const {rule, object} = parts(pattern)
  if (!glob(rule).test(finding.rule)) return false
  return object === null || [finding.object?.identity, finding.key].some((name) => glob(object).test(name ?? ''))
}

function parts(pattern: string): {rule: string; object: string | null} {
  const colon = pattern.indexOf(':')
  return colon < 0 ? {rule: pattern, object: null} : {rule: pattern.slice(0, colon), object: pattern.slice(colon + 1)}
}

const staleFinding = (ignore: Ignore): Finding => ({
  rule: 'stale-ignore',
  severity: 'info',
  object: null,
  file: null,
  line: null,
  message: `the ignore "${ignore.pattern}" (${ignore.reason}) matches no finding any more`,
  cure: 'remove it from the ignore list',
  sql: null,
})
