import type {Finding} from '../../finding.ts'
import {placeAt} from '../../postgres/script/place.ts'
import type {SourceFile} from '../files.ts'
import type {LintStatement} from './context.ts'

/** A comment: `-- pgplumb: ignore rule: reason` before a statement, or `ignore-file` for all of them. */
export type IgnoreComment = {
  readonly rules: readonly string[]
  readonly reason: string
  readonly line: number
  readonly column: number
  /** The statement it stands before or in; null: the whole file. */
  readonly index: number | null
}

const COMMENT = /--[ \t]*pgplumb:[ \t]*(ignore(?:-file)?)\b[ \t]*([^:\r\n]*)(?::[ \t]*([^\r\n]*))?/g

/** The ignore comments of a file. What looks like one in a string is none. */
export function readIgnores({text, path}: SourceFile, statements: readonly LintStatement[]): IgnoreComment[] {
  if (!text.includes('pgplumb:')) return []
  const starts = statements.map(({script}) => script.pieces[0]?.from ?? 0)
  const found: IgnoreComment[] = []
  for (const match of text.matchAll(COMMENT)) {
    const {line, column} = placeAt(path, text, match.index)
    const next = starts.findIndex((start) => start > match.index)
    const inside = (next < 0 ? statements.length : next) - 1
    const holder = statements[inside]
    const isInside = holder !== undefined && match.index < (starts[inside] ?? 0) + holder.script.text.length
    if (isInside && !isComment(holder.script.text, match.index - (starts[inside] ?? 0))) continue
    const rules = (match[2] ?? '').split(/[,\s]+/).filter((name) => name !== '')
    const index = match[1] === 'ignore-file' ? null : isInside ? inside : next < 0 ? statements.length : next
    found.push({rules, reason: (match[3] ?? '').trim(), line, column, index})
  }
  return found
}

/** Whether what stands at the offset is a comment: outside of quotes, of which there is then an even number before. */
function isComment(text: string, offset: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset)
  return before.split("'").length % 2 === 1 && !text.slice(0, offset).includes('$$')
}

export const IGNORE_RULES = ['unused-ignore', 'ignore-without-reason'] as const

/**
 * Leaves out what the file's comments ignore. A comment without a reason ignores nothing; one that has nothing to
 * ignore, though its rules were looked at, is reported.
 */
export function applyIgnores<F extends {readonly rule: string; readonly index: number}>(
  found: readonly F[],
  ignores: readonly IgnoreComment[],
  path: string,
  known: ReadonlySet<string>,
): {readonly kept: readonly F[]; readonly findings: readonly Finding[]} {
  if (ignores.length === 0) return {kept: found, findings: []}
  const good = ignores.filter(({reason, rules}) => reason !== '' && rules.length > 0)
  const used = new Set<string>()
  const kept = found.filter(({rule, index}) => {
    const hit = good.find((ignore) => ignore.rules.includes(rule) && (ignore.index === null || ignore.index === index))
    if (hit) used.add(`${hit.line}:${rule}`)
    return !hit
  })
  const at = ({line, column}: IgnoreComment) => ({object: null, file: path, line, column, sql: null})
  const unused = good.flatMap((ignore) =>
    ignore.rules
      .filter((rule) => !used.has(`${ignore.line}:${rule}`))
      .map((rule): Finding => {
        const message = known.has(rule)
          ? `${rule} finds nothing here, so there is nothing to ignore`
          : `there is no rule ${rule}`
        return {...at(ignore), rule: 'unused-ignore', severity: 'warning', message, cure: 'remove the comment'}
      }),
  )
  const unreasoned = ignores
    .filter((ignore) => !good.includes(ignore))
    .map((ignore): Finding => {
      const message = ignore.rules.length
        ? `ignoring ${ignore.rules.join(', ')} needs a reason, and has no effect without one`
        : 'which rule is to be ignored?'
      const cure = `write -- pgplumb: ignore ${ignore.rules.join(', ') || 'rule-name'}: why it is safe here`
      return {...at(ignore), rule: 'ignore-without-reason', severity: 'error', message, cure}
    })
  return {kept, findings: [...unused, ...unreasoned]}
}
