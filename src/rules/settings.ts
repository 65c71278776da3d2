import type {Finding, Severity} from '../finding.ts'
import {glob} from '../glob.ts'
import type {RuleHeader, RuleSet} from './rule.ts'

/** By rule (`rls-disabled`), `group/rule`, or `group/*`; the narrower one counts. `on` is the rule's own severity. */
export type Severities = Readonly<Record<string, Severity | 'on' | 'off'>>

/** Which rules run that the config does not name. `all`: the optional ones, too. */
export const EXTENDS = ['recommended', 'strict', 'all', 'none'] as const
export type Extends = (typeof EXTENDS)[number]

const SETS: Readonly<Record<Extends, readonly RuleSet[]>> = {
  none: [],
  recommended: ['recommended'],
  strict: ['recommended', 'strict'],
  all: ['recommended', 'strict', 'optional'],
}

type Named = Pick<RuleHeader, 'name' | 'group' | 'severity'>

/** The rules of a set, and those the project names; with its severities, without those it turned off. */
export const chosenRules = <R extends Named & Pick<RuleHeader, 'set'>>(
  rules: readonly R[],
  {extends: base, severities}: {readonly extends: Extends; readonly severities: Severities},
): readonly R[] =>
  withSeverities(
    rules.filter((rule) => SETS[base].includes(rule.set) || wantedOf(rule, severities) !== undefined),
    severities,
  )

const wantedOf = ({name, group}: Named, severities: Severities) =>
  severities[`${group}/${name}`] ?? severities[name] ?? severities[`${group}/*`]

/** The rules as the project wants them: with its severities, without those it turned off. */
export const withSeverities = <R extends Named>(rules: readonly R[], severities: Severities): readonly R[] =>
  rules.flatMap((rule) => {
    const wanted = wantedOf(rule, severities) ?? 'on'
    return wanted === 'off' ? [] : [wanted === 'on' ? rule : {...rule, severity: wanted}]
  })

/** What the project knows and accepts, and why. Both with `*`; an object is an identity or a key, null for any. */
export type Ignore = {readonly rule: string; readonly object: string | null; readonly reason: string}

/**
 * Leaves out the findings that are ignored. An ignore that matches nothing, though its rule was looked at, has
 * outlived its cause and is reported as `stale-ignore`; one of any rule may be for those of another command.
 */
export function withoutIgnored(
  findings: readonly Finding[],
  ignores: readonly Ignore[],
  looked: readonly string[],
): readonly Finding[] {
  const used = new Set<Ignore>()
  const kept = findings.filter((finding) => {
    const hits = ignores.filter((ignore) => matches(ignore, finding))
    for (const ignore of hits) used.add(ignore)
    return hits.length === 0
  })
  const stale = ignores.filter(
    (ignore) => !used.has(ignore) && ignore.rule !== '*' && looked.some((rule) => glob(ignore.rule).test(rule)),
  )
  return [...kept, ...stale.map(staleFinding)]
}

/** The entry that a finding is ignored by, or null. */
export const ignoredBy = (finding: Finding, ignores: readonly Ignore[]): Ignore | null =>
  ignores.find((ignore) => matches(ignore, finding)) ?? null

const matches = ({rule, object}: Ignore, finding: Finding): boolean =>
  glob(rule).test(finding.rule) &&
  (object === null || [finding.object?.identity, finding.key].some((name) => glob(object).test(name ?? '')))

const staleFinding = ({rule, object, reason}: Ignore): Finding => ({
  rule: 'stale-ignore',
  severity: 'info',
  object: null,
  file: null,
  line: null,
  message: `the ignore of ${[rule, object].filter(Boolean).join(' on ')} (${reason}) matches no finding any more`,
  cure: 'remove it from rules.ignore in the config',
  sql: null,
})
