import {Failure} from '../failure.ts'
import {failureFinding} from '../failure-finding.ts'
import type {Finding} from '../finding.ts'
import {type ReadOptions, readScript, readScriptFile} from '../postgres/script/read.ts'
import {type Unit, unitOf} from './validate/unit.ts'

export type SqlFile = {
  readonly file: string
  /** Default: what is on the disk. */
  readonly text?: string
}

export type ValidateOptions = Pick<ReadOptions, 'variables' | 'directory' | 'readFile'> & {
  /** Whether the files are run in one transaction, as a master schema is. Default: true. */
  readonly transaction?: boolean
}

/**
 * Checks SQL files, in the order in which they are applied, without a server: every statement, and every plpgsql and SQL
 * function body, goes through PostgreSQL's own parser; and what the text alone proves wrong is found. Reports all errors
 * of all files.
 *
 * Rules: `syntax-error`, `plpgsql-syntax`, `sql-body-syntax`, `duplicate-object`, `not-transactional`,
 * `volatile-in-index`, and `script-command` for what psql would do and this tool does not.
 * @throws Failure `no_file`, `binary_file`, `bad_encoding` for a file that cannot be read at all
 */
export async function validate(files: readonly SqlFile[], options: ValidateOptions = {}): Promise<Finding[]> {
  // The parser costs as much to load as a small command takes; who only imports this module does not pay.
  const {checkUnits} = await import('./validate/check.ts')
  const found: Finding[] = []
  const findings = await checkUnits(unitsOf(files, options, found), options.transaction !== false)
  // A quote left open hides the end of its statement: said once.
  const cut = new Set(found.flatMap(({rule, file}) => (rule === 'syntax-error' ? [file] : [])))
  const told = findings.filter(({file, message}) => !(cut.has(file) && message.endsWith('at end of input')))
  return inOrder([...found, ...told], files)
}

/** The statements of all files; what keeps them from being read is found on the way. */
function* unitsOf(files: readonly SqlFile[], options: ValidateOptions, found: Finding[]): Generator<Unit> {
  const {transaction: _, ...reading} = options
  for (const {file, text} of files) {
    const onFailure = (failure: Failure): void => {
      // The parser tells of it, too, where it first misses the parenthesis.
      if (failure.code !== 'script_unclosed') found.push(findingOf(failure))
    }
    const statements =
      text === undefined
        ? readScriptFile(file, {...reading, onFailure})
        : readScript(text, {...reading, file, onFailure})
    try {
      for (const statement of statements) yield unitOf(statement)
    } catch (error) {
      if (!(error instanceof Failure && error.code.startsWith('script_'))) throw error
      found.push(findingOf(error))
    }
  }
}

const findingOf = (failure: Failure): Finding =>
  failureFinding(failure, failure.code === 'script_unterminated' ? 'syntax-error' : 'script-command')

/** By file, as first named, then by place. */
function inOrder(findings: readonly Finding[], files: readonly SqlFile[]): Finding[] {
  const order = new Map(files.map(({file}, index) => [file, index]))
  for (const {file} of findings) if (file !== null && !order.has(file)) order.set(file, order.size)
  const rank = (finding: Finding): number => order.get(finding.file ?? '') ?? order.size
  return findings.toSorted(
    (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
}
