import type {Failure} from '../../failure.ts'
import {failureFinding} from '../../failure-finding.ts'
import type {Finding} from '../../finding.ts'
import {offsetOfByte} from '../../postgres/script/place.ts'
import {placeIn} from '../../postgres/script/statement.ts'
import type {SourceFile} from '../files.ts'
import type {Context, Surroundings} from './context.ts'
import {dispatchOf, type RuleFound, runRules} from './dispatch.ts'
import {applyIgnores, IGNORE_RULES, readIgnores} from './ignores.ts'
import {Model} from './model/model.ts'
import {replay} from './model/replay.ts'
import {readFile} from './read.ts'
import type {Edit, LintRule} from './rule.ts'
import {RULES} from './rules/index.ts'
import {severityOf, sizeText} from './severity.ts'

export type LintFile = {
  readonly source: SourceFile
  /** False: it is in effect, and only tells what there is. */
  readonly look: boolean
  /** Whether those after it run together with it, so that what it makes is new to them. */
  readonly pending: boolean
}

export type LintOptions = {
  /** With the severities of the project, without what it turned off; see `lintRules`. */
  readonly rules: readonly LintRule[]
  readonly surroundings: Surroundings
  /** What there is before the first file; absent: nothing is known. */
  readonly model?: Model
  readonly forTenants?: boolean
  /** Whether to work out how to mend what is mechanical. */
  readonly fix?: boolean
}

/** A finding that `--fix` can mend. Offsets are those of the file's text. */
export type FileEdit = {
  readonly rule: string
  readonly path: string
  readonly line: number
  readonly edits: readonly Edit[]
}

export type LintResult = {
  readonly findings: readonly Finding[]
  readonly fixes: readonly FileEdit[]
  readonly files: number
  readonly statements: number
}

/** Rules of the driver itself, beside those of RULES. */
const OWN_RULES = ['syntax-error', 'transaction-control', ...IGNORE_RULES]

/** Looks for what is unsafe in migrations, in order, without a server. What cannot be understood is an error. */
export async function lint(files: readonly LintFile[], options: LintOptions): Promise<LintResult> {
  const {rules, surroundings, model = new Model(), forTenants = false, fix = false} = options
  const dispatch = dispatchOf(rules)
  const known = new Set([...RULES.map(({name}) => name), ...OWN_RULES])
  const findings: Finding[] = []
  const fixes: FileEdit[] = []
  let count = 0
  for (const {source, look, pending} of files) {
    const {statements, failures} = await readFile(source)
    model.age = look ? 'file' : 'existing'
    model.resetSession()
    if (look) {
      count += statements.length
      const context: Context = {path: source.path, forTenants, statements, model, surroundings}
      const found = [...runRules(context, dispatch)].map((one) => ({
        ...one,
        rule: one.rule.name,
        record: one.rule,
        index: one.statement.index,
      }))
      const ignores = readIgnores(source, statements)
      const {kept, findings: ofIgnores} = applyIgnores(found, ignores, source.path, known)
      const unread = statements.filter(({syntaxError}) => syntaxError !== null)
      findings.push(
        ...failures.map(ofFailure),
        ...unread.map(({script, syntaxError}) => notUnderstood(script, syntaxError ?? '')),
        ...kept.map((one) => findingOf({...one, rule: one.record})),
        ...ofIgnores,
      )
      for (const one of fix ? kept : []) {
        const edit = editOf({...one, rule: one.record})
        if (edit) fixes.push(edit)
      }
    } else for (const {node} of statements) if (node) replay(node, model)
    model.settle(pending ? 'pending' : 'existing')
  }
  return {findings, fixes, files: files.filter(({look}) => look).length, statements: count}
}

function findingOf({rule, statement, found}: RuleFound): Finding {
  const {script} = statement
  const place = found.at === undefined ? script : placeIn(script, offsetOfByte(script.text, Math.max(0, found.at)))
  const table = found.table
  return {
    rule: rule.name,
    severity: severityOf(rule, found),
    object: found.object ?? (table ? {kind: table.kind, identity: `${table.schema}.${table.name}`} : null),
    file: place.file,
    line: place.line,
    column: place.column,
    message: `${found.message}${sizeText(table)}`,
    cure: found.cure ?? rule.cure,
    sql: found.sql ?? null,
  }
}

/** Only a text that stands in the file as it is sent can be changed there. */
function editOf({rule, statement, found}: RuleFound): FileEdit | null {
  const [piece, ...others] = statement.script.pieces
  if (!found.fix || !piece?.verbatim || others.length > 0) return null
  const edits = found.fix().map(({from, to, text}) => ({from: from + piece.from, to: to + piece.from, text}))
  return edits.length === 0 ? null : {rule: rule.name, path: statement.script.file, line: statement.script.line, edits}
}

const ofFailure = (failure: Failure): Finding =>
  failureFinding(failure, failure.code === 'transaction_control' ? 'transaction-control' : 'syntax-error')

const notUnderstood = (script: {file: string; line: number; column: number}, why: string): Finding => ({
  rule: 'syntax-error',
  severity: 'error',
  object: null,
  file: script.file,
  line: script.line,
  column: script.column,
  message: `this statement was not understood, so nothing of it was checked: ${why}`,
  cure: 'correct it; pgplumb validate shows the exact place',
  sql: null,
})
