import {type Finding, SEVERITIES, type Severity} from '../../finding.ts'
import {printable} from '../width.ts'
import {type FindingsContext, objectName, slashes} from './context.ts'

const COMMANDS: Record<Severity, string> = {error: 'error', warning: 'warning', info: 'notice'}

/**
 * Workflow commands, which GitHub shows as annotations:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 * GitHub keeps ten of each severity in a step.
 */
export function github(findings: readonly Finding[], {standIn}: FindingsContext): string {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
    .map((finding) => {
      const properties = [
        ['file', finding.file ?? standIn],
        ['line', finding.line],
        ['col', finding.column],
        ['title', [finding.rule, objectName(finding)].filter(Boolean).join(': ')],
      ]
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => `${name}=${property(name === 'file' ? slashes(String(value)) : String(value))}`)
      const message = [finding.message, finding.cure].filter(Boolean).join('\n')
      return `::${COMMANDS[finding.severity]} ${properties.join(',')}::${data(message)}`
    })
    .join('\n')
}

const data = (text: string): string =>
  printable(text.replaceAll('\r\n', '\n')).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
