import type {Finding} from '../finding.ts'

export type Fix = {
  /** Statements, with a comment before those of each finding; what only a person can mend is comments alone. */
  readonly script: string
  readonly fixed: readonly Finding[]
  readonly unfixed: readonly Finding[]
}

/** The SQL that mends the findings, each statement once. */
export function fixOf(findings: readonly Finding[]): Fix {
  const written = new Set<string>()
  const fixed = findings.filter(({sql}) => sql !== null).sort((a, b) => rank(a) - rank(b))
  const unfixed = findings.filter(({sql, object}) => sql === null && object !== null)
  const parts = fixed.flatMap((finding) => {
    const statements = (finding.sql ?? '').split(/;\n(?=[A-Z])/).filter((statement) => !written.has(statement))
    for (const statement of statements) written.add(statement)
    return statements.length === 0 ? [] : [`${commentOf(finding)}\n${statements.join(';\n')};\n`]
  })
  const rest = unfixed.map((finding) => `${commentOf(finding)}\n--   by hand: ${oneLine(finding.cure ?? '')}\n`)
  return {script: [...parts, ...rest].join('\n'), fixed, unfixed}
}

/** Other cures name what a rename renames: columns come after all else, and tables last. */
const rank = ({sql}: Finding): number =>
  / RENAME TO /.test(sql ?? '') ? 2 : / RENAME (COLUMN|CONSTRAINT) /.test(sql ?? '') ? 1 : 0

const commentOf = ({rule, object, message}: Finding): string =>
  `-- ${rule}: ${object ? `${object.kind} ${object.identity} ` : ''}${oneLine(message)}`

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')
