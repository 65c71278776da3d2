import type {Address} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import {isServerError} from '../../postgres/errors.ts'
import {serverVersion} from '../../postgres/version.ts'
import {inSearchPath} from '../apply-transaction.ts'
import {BatchError, ours} from '../batch.ts'
import type {Migration} from '../files.ts'
import {runBatch} from '../pipeline.ts'
import {cut, NO_VERDICTS} from '../segments.ts'
import {readStatements, type Statement} from '../statements.ts'
import {type Observation, Observer} from './observe.ts'

export type RehearsedStatement = Observation & {
  readonly file: string
  readonly line: number
  readonly sql: string
  readonly transactional: boolean
}

export type RehearsalFailure = {
  readonly file: string
  readonly line: number
  readonly sql: string
  readonly message: string
  readonly detail: string | null
}

export type Rehearsal = {
  readonly statements: readonly RehearsedStatement[]
  /** Where it ended; null: all of it ran. */
  readonly failure: RehearsalFailure | null
}

export type RehearseOptions = {
  /** Where unqualified names are looked up; absent: as the server has it. */
  readonly searchPath?: readonly string[]
  readonly signal?: AbortSignal
  readonly onFile?: (migration: Migration, index: number, total: number) => void
}

/** Runs migrations in a database that is thrown away, one statement at a time, and tells what each of them did. */
export async function rehearse(
  clone: Address,
  migrations: readonly Migration[],
  {searchPath, signal, onFile}: RehearseOptions = {},
): Promise<Rehearsal> {
  const seen: RehearsedStatement[] = []
  return withConnection(clone, (client) =>
    withConnection(clone, async (watcher) => {
      const observer = await Observer.of(client, watcher, await serverVersion(client))
      for (const [index, migration] of migrations.entries()) {
        onFile?.(migration, index, migrations.length)
        const statements = await readStatements(migration)
        // Each file begins in a fresh session, as it does when it is run.
        await client.query('DISCARD ALL')
        await runBatch(client, inSearchPath(searchPath ? {searchPath} : {}, 'SET'))
        for (const segment of cut(statements, 0, NO_VERDICTS)) {
          signal?.throwIfAborted()
          if (segment.transactional) await client.query(segment.begin)
          for (const statement of segment.statements) {
            if (statement.node && 'TransactionStmt' in statement.node) continue
            try {
              const run = () => runBatch(client, [{sql: statement.script.text, script: statement.script}])
              seen.push({
                ...placeOf(statement),
                transactional: segment.transactional,
                ...(await observer.run(run, !segment.transactional)),
              })
            } catch (error) {
              if (!(error instanceof BatchError)) throw error
              const cause = isServerError(error.cause) ? error.cause : null
              return {
                statements: seen,
                failure: {...placeOf(statement), message: error.message, detail: cause?.detail ?? null},
              }
            }
          }
          if (segment.transactional) await runBatch(client, [ours('COMMIT')])
        }
      }
      return {statements: seen, failure: null}
    }),
  )
}

const placeOf = ({script: {file, line, text}}: Statement) => ({file, line, sql: text})
