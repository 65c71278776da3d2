import type {Finding} from '../../finding.ts'
import type {Statement} from '../../postgres/script/statement.ts'
import type {BatchError} from '../batch.ts'
import {runBatch} from '../pipeline.ts'
import {broken, cureFor, described, ROWS_CURE, reasonOf} from './findings.ts'
import {fingerprint} from './fingerprint.ts'
import type {Shadows, Stop} from './step.ts'
import {attempt, offences, rolledBack} from './trial.ts'
import {inShadow, type Walk} from './walk.ts'

/**
 * Whether the folder, run again from its first file where the history has come to its last, leaves all as it is: then
 * it leads from here to the same end as from nothing. Files that break it are told once, and left out from then on.
 */
export async function wholeAgain(
  walk: Walk,
  stops: readonly Stop[],
  leftOut: Set<Stop>,
  shadows: Shadows,
  seed?: (run: SeedRunner) => Promise<void>,
): Promise<Finding[]> {
  const here = stops.at(-1)?.migration.file ?? ''
  const findings: Finding[] = []
  for (;;) {
    const tried = stops.filter((stop) => !leftOut.has(stop) && !stop.up.opaque)
    const found = await walk.use((session) =>
      rolledBack(session.client, async () => {
        const {client} = session
        await seed?.((pieces) => attempt(client, 'seeds', () => runBatch(client, pieces)))
        const [first] = await offences(session, () =>
          runBatch(
            client,
            tried.flatMap(({up}) => up.pieces),
          ),
        )
        if (!first || first.kind === 'error')
          return first ? {offence: first, culprit: culpritOf(first.error, tried)} : null
        if (first.kind === 'rows') {
          for (const stop of tried) {
            const rows = (await offences(session, () => runBatch(client, stop.up.pieces))).find(
              ({kind}) => kind === 'rows',
            )
            if (rows) return {offence: first, culprit: stop}
          }
          return {offence: first, culprit: tried.at(-1)}
        }
        const print = await fingerprint(client)
        let culprit: Stop | undefined
        for (const stop of tried) {
          await runBatch(client, stop.up.pieces)
          // The last file to leave the state from which nothing leads back.
          if ((await fingerprint(client)) === print) culprit = undefined
          else culprit ??= stop
        }
        return {offence: first, culprit}
      }),
    )
    if (!found?.culprit) return findings
    const {offence, culprit} = found
    const {migration} = culprit
    leftOut.add(culprit)
    if (offence.kind === 'error') {
      const {message, line, code} = reasonOf(offence.error)
      findings.push(
        broken('migration-not-idempotent', migration, migration, `cannot run again after ${here}: ${message}`, {
          line,
          cure: cureFor(code),
          key: 'later',
        }),
      )
    } else if (offence.kind === 'rows')
      findings.push(
        broken(
          'migration-not-idempotent',
          migration,
          migration,
          `run again after ${here}, it changes rows of ${offence.tables.join(', ')}`,
          {
            cure: ROWS_CURE,
            severity: 'warning',
            key: 'later',
          },
        ),
      )
    else {
      await walk.release()
      const changes = await shadows.copy(walk.address, async (copy) => {
        await inShadow(copy, walk.options, async ({client}) => {
          for (const stop of tried) await runBatch(client, stop.up.pieces)
        })
        return shadows.differ(copy, walk.address)
      })
      // A fingerprint may differ where nothing that counts does.
      if (changes.length > 0)
        findings.push(
          broken(
            'migration-not-idempotent',
            migration,
            migration,
            `run again after ${here}, the folder ends elsewhere: ${described(changes)}`,
            {
              cure: 'look in a DO block whether a later file has taken it over',
              key: 'later',
            },
          ),
        )
    }
  }
}

export type SeedRunner = (pieces: Parameters<typeof runBatch>[1]) => Promise<unknown>

/** The file of the statement that failed; of a check that waited for the end of a file, the file before. */
function culpritOf(error: BatchError, stops: readonly Stop[]): Stop | undefined {
  const {statements} = error.batch
  const script: Statement | undefined = error.script ?? statements[Math.max(error.completed - 1, 0)]
  return stops.find(({up}) => up.pieces.some((piece) => piece.script === script))
}
