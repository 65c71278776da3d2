import {cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type pg from 'pg'
import {afterAll, beforeAll} from 'vitest'
import {connect} from '../../src/postgres/connect.ts'
import {bin} from '../support/cli.ts'
import {temporaryFolder} from '../support/folder.ts'
import {freePort} from '../support/free-port.ts'
import {type Outcome, outcome, spawnNode} from '../support/process.ts'
import {complaints} from '../support/tsc.ts'

export type Example = {
  /** The folder of the copy. */
  readonly root: () => string
  /** Runs the built program in it. */
  readonly run: (...args: readonly string[]) => Promise<Outcome>
  /** The same for what has to end with 0; its stdout. */
  readonly good: (...args: readonly string[]) => Promise<string>
  /** What the compiler has against both forms of `types`. */
  readonly typeErrors: () => Promise<string>
  /** Work in a session of one of its databases, as the superuser of the config. */
  readonly inDatabase: <T>(database: string, work: (client: pg.Client) => Promise<T>) => Promise<T>
}

/** A copy of an example project for the tests of a file, on a port of its own, with its server running. */
export function example(name: string): Example {
  let root = ''
  let port = 0
  const run = (...args: readonly string[]) => outcome(spawnNode([bin, ...args], {}, root))
  const good = async (...args: readonly string[]) => {
    const {code, stdout, stderr} = await run(...args)
    if (code !== 0) throw new Error(`pgplumb ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`)
    return stdout
  }
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'pgplumb-test-')))
    cpSync(fileURLToPath(new URL(`../../sql/examples/${name}`, import.meta.url)), root, {recursive: true})
    port = await freePort()
    const config = join(root, 'pgplumb.yaml')
    writeFileSync(config, readFileSync(config, 'utf8').replace(/port: \d+/g, `port: ${port}`))
    await good('start')
  })
  afterAll(async () => {
    if (port) await run('stop')
    rmSync(root, {recursive: true, force: true})
  })
  const inDatabase: Example['inDatabase'] = async (database, work) => {
    const client = await connect({
      host: '127.0.0.1',
      port,
      database,
      user: 'postgres',
      password: 'postgres',
      tls: {mode: 'disable'},
    })
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  const typeErrors = async () => {
    const folder = temporaryFolder()
    await good('types', 'dev', '--output', join(folder, 'database.ts'))
    await good('types', 'dev', '--form', 'modules', '--output', join(folder, 'modules'))
    return complaints(folder)
  }
  return {root: () => root, run, good, inDatabase, typeErrors}
}

/** What work does is taken back after it. */
export const rolledBack =
  (work: (client: pg.Client) => Promise<void>) =>
  async (client: pg.Client): Promise<void> => {
    await client.query('BEGIN')
    await work(client)
    await client.query('ROLLBACK')
  }

/** The SQLSTATE with which a statement fails, within a transaction that goes on after it. */
export async function refusal(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<string> {
  await client.query('SAVEPOINT refusal')
  try {
    await client.query(sql, [...values])
    return 'done'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    await client.query('ROLLBACK TO refusal')
  }
}
