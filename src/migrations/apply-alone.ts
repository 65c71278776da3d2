import {Failure} from '../failure.ts'
import {placeIn} from '../postgres/script/statement.ts'
import {AS_OURSELVES, inSearchPath, pieceOf, recording, sessionSettings} from './apply-transaction.ts'
import {BatchError, ours} from './batch.ts'
import {textChecksum} from './checksum.ts'
import {before, dropInvalid, isBuilt, tookEffect} from './effects.ts'
import {runBatch} from './pipeline.ts'
import {runPatiently} from './retry.ts'
import type {Segment} from './segments.ts'
import type {Session} from './session.ts'
import {locksLightly, makesIndex} from './transactions.ts'
import type {Work} from './work.ts'

/**
 * Runs one statement outside a transaction. What it found is recorded before, and that it is done afterwards, so that
 * a later run can tell whether one that was cut short in between had its effect.
 */
export async function runAlone(session: Session, work: Work, segment: Segment): Promise<void> {
  const {client, emit, lockTimeout} = session
  const {migration} = work
  const [statement] = segment.statements
  if (!statement) return
  const {node, script} = statement
  const earlier = whatWasFound(work, segment.first, script.text)
  const onDrop = (index: string) => emit({kind: 'rebuild', migration, index})
  // Nobody queues behind CONCURRENTLY, and to give up half-way would leave an INVALID index.
  const enter = (timeout = locksLightly(node) ? 0 : lockTimeout) =>
    runBatch(client, [
      ours(`SET lock_timeout = ${timeout}`),
      ...inSearchPath(session, 'SET'),
      ...sessionSettings(work.statements, segment.first),
    ])
  const record = async (done: number, running: readonly string[] | null) =>
    runBatch(client, [ours('BEGIN'), ...(await recording(session, work, done, running)), ours('COMMIT')])

  await enter()
  if (earlier && (await tookEffect(client, node, earlier, onDrop))) return record(segment.next, null)
  await dropInvalid(client, node, onDrop)
  const found = earlier ?? (await before(client, node)) ?? []
  await record(segment.first, [textChecksum(script.text), ...found])
  await enter()
  try {
    await runPatiently(session, migration, [pieceOf(statement)])
  } catch (error) {
    if (!(error instanceof BatchError) || !error.isAlive) throw error
    // What is left of a unique index goes on refusing rows. If it cannot go now, the next run drops it.
    if (makesIndex(node))
      await enter(lockTimeout)
        .then(() => tookEffect(client, node, found, onDrop))
        .then(() => record(segment.first, null))
        .catch(() => {})
    await runBatch(client, AS_OURSELVES)
    throw error
  }
  if (!(await isBuilt(client, node))) {
    await runBatch(client, AS_OURSELVES)
    throw new Failure('index_not_built', 'IF NOT EXISTS passed over the index: another table has one of this name', {
      place: placeIn(script, 0),
      hint: 'give the index another name',
    })
  }
  await record(segment.next, null)
}

/** What an earlier run found before it began this very statement, if it did. */
function whatWasFound({done, running}: Work, index: number, sql: string): readonly string[] | null {
  const [statement, ...found] = running ?? []
  return done === index && statement === textChecksum(sql) ? found : null
}
