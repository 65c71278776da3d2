import {isAbsolute} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Finding, Severity} from '../../finding.ts'
import {type FindingsContext, objectName, slashes} from './context.ts'
import {fingerprints} from './fingerprint.ts'

const LEVELS: Record<Severity, string> = {error: 'error', warning: 'warning', info: 'note'}

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif(findings: readonly Finding[], context: FindingsContext): string {
  const rules = [...new Set(findings.map((finding) => finding.rule))].sort()
  const names = fingerprints(findings)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'pgplumb',
            version: context.version,
            rules: rules.map((rule) => ({
              id: rule,
              shortDescription: {text: rule.replaceAll('-', ' ')},
            })),
          },
        },
        columnKind: 'unicodeCodePoints',
        results: findings.map((finding, i) => ({
          ruleId: finding.rule,
          ruleIndex: rules.indexOf(finding.rule),
          level: LEVELS[finding.severity],
          message: {text: [finding.message, finding.cure].filter(Boolean).join('\n')},
          locations: [location(finding, context)],
          partialFingerprints: partial(finding, names[i] ?? ''),
        })),
      },
    ],
  }
  return JSON.stringify(log, null, 2)
}

function location(finding: Finding, {standIn}: FindingsContext): object {
  const file = finding.file ?? standIn
  return {
    ...(file ? {physicalLocation: {artifactLocation: {uri: uri(file)}, region: region(finding)}} : {}),
    ...(finding.object
      ? {
          logicalLocations: [
            {
              name: objectName(finding),
              fullyQualifiedName: finding.object.identity,
              kind: finding.object.kind,
            },
          ],
        }
      : {}),
  }
}

const region = ({file, line, column}: Finding): object => ({
  startLine: (file && line) || 1,
  ...(file && line && column ? {startColumn: column} : {}),
})

const uri = (file: string): string =>
  isAbsolute(file) ? pathToFileURL(file).href : slashes(file).split('/').map(encodeURIComponent).join('/')

/**
 * GitHub tells results apart by `primaryLocationLineHash` alone, and computes it from the line where it is not given:
 * then all findings about a database, which share the first line of one file, would be one.
 */
const partial = (finding: Finding, value: string): object => ({
  'pgplumb/v1': value,
  ...(finding.line === null ? {primaryLocationLineHash: value} : {}),
})
