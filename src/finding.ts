export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

/** One thing a rule found. Drift, lint, RLS, validation and maintenance health all report these. */
export type Finding = {
  /** The rule's stable name, e.g. `rls-disabled`; also its documentation anchor. */
  readonly rule: string
  readonly severity: Severity
  readonly object: {readonly kind: string; readonly identity: string} | null
  readonly file: string | null
  /** 1-based. */
  readonly line: number | null
  readonly column?: number | null
  readonly message: string
  /** What mends it, in words. */
  readonly cure: string | null
  /** What mends it, as SQL. */
  readonly sql: string | null
  /** The same from run to run for the same fault, for ignores and baselines; absent: the object's identity. */
  readonly key?: string
}

/** How many findings of each severity there are. */
export function summarize(findings: readonly Finding[]): Record<Severity, number> {
  const summary = {error: 0, warning: 0, info: 0}
  for (const finding of findings) summary[finding.severity]++
  return summary
}
