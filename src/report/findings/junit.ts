import type {Finding} from '../../finding.ts'
import {type FindingsContext, objectName, slashes} from './context.ts'

/** JUnit XML as CI servers read it: a suite for each file or for the database, a failed case for each finding. */
export function junit(findings: readonly Finding[], {clean = 'no findings'}: FindingsContext): string {
  const suites = new Map<string, Finding[]>()
  for (const finding of findings) {
    const name = finding.file ?? 'database'
    suites.set(name, [...(suites.get(name) ?? []), finding])
  }
  const body =
    findings.length === 0
      ? [
          `  <testsuite name="pgplumb" tests="1" failures="0">`,
          `    <testcase${attributes({classname: 'pgplumb', name: clean})}/>`,
          '  </testsuite>',
        ]
      : [...suites].flatMap(([name, found]) => suite(name, found))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pgplumb" tests="${Math.max(1, findings.length)}" failures="${failures(findings)}">`,
    ...body,
    '</testsuites>',
  ].join('\n')
}

const failures = (findings: readonly Finding[]): number => findings.filter(({severity}) => severity !== 'info').length

const suite = (name: string, findings: readonly Finding[]): string[] => [
  `  <testsuite${attributes({name: slashes(name), tests: findings.length, failures: failures(findings)})}>`,
  ...findings.flatMap(testcase),
  '  </testsuite>',
]

function testcase(finding: Finding): string[] {
  const named = finding.object !== null && finding.message.includes(finding.object.identity)
  const where = named ? null : (objectName(finding) ?? (finding.line === null ? null : `line ${finding.line}`))
  const head = attributes({
    classname: finding.rule,
    name: [where, finding.message].filter(Boolean).join(': '),
    ...(finding.file ? {file: slashes(finding.file)} : {}),
    ...(finding.line ? {line: finding.line} : {}),
  })
  const text = xml([finding.message, finding.cure, finding.sql].filter(Boolean).join('\n'))
  const result =
    finding.severity === 'info'
      ? `<system-out>${text}</system-out>`
      : `<failure${attributes({message: finding.message, type: finding.severity})}>${text}</failure>`
  return [`    <testcase${head}>`, `      ${result}`, '    </testcase>']
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('')

/** XML 1.0 has no way to write most control characters. */
const xml = (text: string): string =>
  text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
