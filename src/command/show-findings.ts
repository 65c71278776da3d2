import {readFileSync} from 'node:fs'
import {type Finding, SEVERITIES, type Severity} from '../finding.ts'
import type {FindingsContext} from '../report/findings/context.ts'
import {type Format, renderFindings} from '../report/findings/render.ts'
import {plain} from '../report/theme.ts'
import {deliver, themeFor, widthOf, withoutSecrets} from './output.ts'

export type ReportFlags = {
  readonly json?: boolean
  readonly format: Format
  readonly output?: string | undefined
  /** Files to write besides, each in a format of its own. */
  readonly report?: readonly FileReport[] | undefined
}

export type FileReport = {readonly format: Format; readonly file: string}

export const formatOf = ({json, format}: ReportFlags): Format => (json ? 'json' : format)

/** The findings in the format that was asked for, on stdout or in the file that was asked for. */
export async function showFindings(
  findings: readonly Finding[],
  flags: ReportFlags,
  context: Pick<FindingsContext, 'version' | 'standIn' | 'clean'>,
): Promise<void> {
  const toFile = flags.output !== undefined
  const text = await renderFindings(withoutSecrets(findings), formatOf(flags), {
    ...context,
    theme: toFile ? plain : await themeFor(process.stdout),
    width: toFile ? 80 : widthOf(process.stdout),
    readLine: lineReader(),
  })
  if (text !== '' || toFile) await deliver(text, flags.output)
  for (const {format, file} of flags.report ?? [])
    await deliver(
      await renderFindings(withoutSecrets(findings), format, {...context, theme: plain, readLine: lineReader()}),
      file,
    )
}

/** Whether a finding is as bad as `--fail-on`, or else the config, says, or worse. */
export const atLeast = (findings: readonly Finding[], severity: Severity | 'never'): boolean =>
  severity !== 'never' &&
  findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(severity))

/** Reads each file once. A file that cannot be read has no line to show. */
function lineReader(): (file: string, line: number) => string | null {
  const files = new Map<string, readonly string[]>()
  return (file, line) => {
    let lines = files.get(file)
    if (!lines) {
      try {
        lines = readFileSync(file, 'utf8').split('\n')
      } catch {
        lines = []
      }
      files.set(file, lines)
    }
    return lines[line - 1] ?? null
  }
}
