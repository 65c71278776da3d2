import {Failure} from '../failure.ts'
import {placeIn} from '../postgres/script/statement.ts'
import type {Statement} from './statements.ts'
import {addedLabel, enumName, mentions, runsAlone, transactionControl} from './transactions.ts'

/** Statements that take effect together, or the one that takes effect by itself. */
export type Segment = {
  readonly transactional: boolean
  /** How its transaction begins: the file's own words where it has any. */
  readonly begin: string
  readonly statements: readonly Statement[]
  /** The index, in the file, of the first statement in it, and of the first after it. */
  readonly first: number
  readonly next: number
}

/** What the server taught us about statements of this file, by index. */
export type Verdicts = {readonly alone: ReadonlySet<number>; readonly cutBefore: ReadonlySet<number>}

export const NO_VERDICTS: Verdicts = {alone: new Set(), cutBefore: new Set()}

/**
 * Cuts a file into transactions: one, wherever PostgreSQL allows it; a file's own BEGIN … COMMIT are kept.
 * `from` is the statement at which to go on.
 * @throws Failure `transaction_control`
 */
export function cut(statements: readonly Statement[], from: number, {alone, cutBefore}: Verdicts): Segment[] {
  const segments: Segment[] = []
  const cuts = new Set([...cutBefore, ...usesOfNewLabels(statements)])
  let own: {begin: string; first: number} | undefined
  let pending: Statement[] = []
  let first = from
  const flush = (next: number) => {
    if (pending.length > 0) segments.push({transactional: true, begin: 'BEGIN', statements: pending, first, next})
    pending = []
    first = next
  }
  for (let i = from; i < statements.length; i++) {
    const statement = statements[i]
    if (!statement) break
    const control = transactionControl(statement.node)
    if (control === 'other' || (control === 'begin' && own) || (control === 'commit' && !own)) throw refused(statement)
    if (control === 'begin') {
      flush(i)
      own = {begin: statement.script.text, first: i}
    } else if (control === 'commit' && own) {
      segments.push({transactional: true, begin: own.begin, statements: pending, first: own.first, next: i + 1})
      own = undefined
      pending = []
      first = i + 1
    } else if (!own && (alone.has(i) || runsAlone(statement.node))) {
      flush(i)
      segments.push({transactional: false, begin: '', statements: [statement], first: i, next: i + 1})
      first = i + 1
    } else {
      if (!own && cuts.has(i)) flush(i)
      pending.push(statement)
    }
  }
  const unclosed = own && statements[own.first]
  if (unclosed) throw refused(unclosed)
  flush(statements.length)
  return segments
}

/** An enum's new label cannot be used before its transaction has ended, unless the type is as new. */
function usesOfNewLabels(statements: readonly Statement[]): number[] {
  return statements.flatMap(({node}, added) => {
    const label = addedLabel(node)
    const type = enumName(node)
    if (label === undefined) return []
    if (
      statements
        .slice(0, added)
        .some((other) => other.node !== null && 'CreateEnumStmt' in other.node && enumName(other.node) === type)
    )
      return []
    const use = statements.findIndex((other, i) => i > added && !addedLabel(other.node) && mentions(other.node, label))
    return use < 0 ? [] : [use]
  })
}

const refused = (statement: Statement): Failure =>
  new Failure('transaction_control', 'this BEGIN, COMMIT or ROLLBACK has no counterpart', {
    place: placeIn(statement.script, 0),
    hint: 'leave transactions to pgplumb: a file runs in one wherever PostgreSQL allows it',
  })
