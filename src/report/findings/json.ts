import {type Finding, summarize} from '../../finding.ts'

/** What `--json` prints for findings. */
export const findingsJson = (findings: readonly Finding[]): object => ({
  findings: findings.map((finding) => ({
    rule: finding.rule,
    severity: finding.severity,
    object: finding.object,
    file: finding.file,
    line: finding.line,
    column: finding.column ?? null,
    message: finding.message,
    cure: finding.cure,
    sql: finding.sql,
  })),
  summary: summarize(findings),
})

export const json = (findings: readonly Finding[]): string => JSON.stringify(findingsJson(findings), null, 2)
