import {Failure} from '../../failure.ts'
import {readScript} from '../../postgres/script/read.ts'
import type {Statement as ScriptStatement} from '../../postgres/script/statement.ts'
import {loadParser} from '../../schema/parse.ts'
import type {SourceFile} from '../files.ts'
import {cut, NO_VERDICTS} from '../segments.ts'
import type {Statement} from '../statements.ts'
import type {LintStatement} from './context.ts'
import {kindOf} from './tree.ts'

export type ReadFile = {
  readonly statements: readonly LintStatement[]
  /** What cannot be read at all: an open quote, a psql command that is not supported, a COMMIT without BEGIN. */
  readonly failures: readonly Failure[]
}

/** The statements of a file, each with the transaction that the runner will run it in. */
export async function readFile(source: SourceFile): Promise<ReadFile> {
  const failures: Failure[] = []
  const scripts: ScriptStatement[] = []
  try {
    for (const script of readScript(source.text, {file: source.path, onFailure: (failure) => failures.push(failure)}))
      scripts.push(script)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    failures.push(error)
  }
  const parsed = await parseAll(scripts)
  const place = segmentsOf(parsed, failures)
  const statements = parsed.map(({script, node, syntaxError}, index): LintStatement => {
    const {segment, transaction} = place(index)
    return {
      script,
      node,
      syntaxError,
      index,
      segment,
      transaction,
      kind: node ? kindOf(node) : '',
      effects: [],
      drops: [],
    }
  })
  return {statements, failures}
}

type Parsed = Statement & {readonly syntaxError: string | null}

async function parseAll(scripts: readonly ScriptStatement[]): Promise<Parsed[]> {
  if (scripts.length === 0) return []
  const {parseSync} = await loadParser()
  return scripts.map((script) => {
    try {
      return {script, node: parseSync(script.text).stmts?.[0]?.stmt ?? null, syntaxError: null}
    } catch (error) {
      return {script, node: null, syntaxError: error instanceof Error ? error.message : String(error)}
    }
  })
}

type Place = {readonly segment: number; readonly transaction: LintStatement['transaction']}

function segmentsOf(statements: readonly Statement[], failures: Failure[]): (index: number) => Place {
  try {
    const places = new Map<number, Place>()
    for (const [segment, {transactional, begin, first, next}] of cut(statements, 0, NO_VERDICTS).entries()) {
      const transaction = !transactional ? null : begin === 'BEGIN' ? 'runner' : 'own'
      for (let index = first; index < next; index++) places.set(index, {segment, transaction})
    }
    return (index) => places.get(index) ?? {segment: -1, transaction: null}
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    failures.push(error)
    return () => ({segment: 0, transaction: 'runner'})
  }
}
