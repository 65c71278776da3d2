import type {Finding, Severity} from '../../finding.ts'
import {type FindingsContext, objectName, slashes} from './context.ts'
import {fingerprints} from './fingerprint.ts'

const SEVERITY: Record<Severity, string> = {error: 'critical', warning: 'major', info: 'info'}

/** A Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlab(findings: readonly Finding[], {standIn = 'pgplumb.yaml'}: FindingsContext): string {
  const names = fingerprints(findings)
  const issues = findings.map((finding, i) => {
    const {rule, severity, file, line, message, cure} = finding
    const object = objectName(finding)
    return {
      description: [object && !message.includes(object) ? `${object}: ${message}` : message, cure]
        .filter(Boolean)
        .join('\n'),
      check_name: rule,
      fingerprint: names[i],
      severity: SEVERITY[severity],
      // GitLab shows no finding without a line, and finds no file by a path that begins with ./
      location: {path: slashes(file ?? standIn).replace(/^(?:\.\/)+/, ''), lines: {begin: (file && line) || 1}},
    }
  })
  return JSON.stringify(issues, null, 2)
}
