import {randomInt} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {choosePgDump} from '../../src/postgres/pg-dump/choose.ts'
import {readDatabase} from '../../src/schema/read.ts'
import {mutations} from '../fixtures/mutations.ts'
import {converge} from '../support/converge.ts'
import {randomOf, sample} from '../support/random.ts'
import {withScratch} from '../support/scratch.ts'

const RICH = readFileSync(new URL('../fixtures/rich.sql', import.meta.url), 'utf8')

/** `SEED=7 CHAINS=1` repeats the chain that failed. */
const first = Number(process.env.SEED ?? randomInt(1_000_000))
const chains = Array.from({length: Number(process.env.CHAINS ?? 3)}, (_, index) => first + index)

describe('ten changes at once to a rich schema are planned back and made again', () => {
  test.for(chains)('seed %i', {timeout: 300_000}, async (seed) => {
    const pgDump = await choosePgDump({serverMajor: 18, path: process.env.PATH ?? ''})
    const random = randomOf(seed)
    const online = random() < 0.5
    const chain = sample(mutations, 10, random)
    await withScratch(RICH, async (database) => {
      const rich = await readDatabase(database, {pgDump})
      const done = await mutate(database, chain)
      const mutated = await readDatabase(database, {pgDump})
      const about = `SEED=${seed}, online ${online}, after\n  ${done.join('\n  ')}\n`
      const run = async () => {
        const back = await converge(database, mutated, rich, {pgDump, online})
        await converge(database, back, mutated, {pgDump, online})
      }
      expect(
        await run().then(
          () => 'converged',
          (error: unknown) => about + error,
        ),
      ).toBe('converged')
    })
  })
})

/** Runs those changes that the ones before them leave possible. */
const mutate = (
  database: Address,
  chain: readonly {readonly name: string; readonly sql: string}[],
): Promise<string[]> =>
  withConnection(database, async (client) => {
    const done: string[] = []
    for (const {name, sql} of chain) {
      await client.query('BEGIN')
      const refused = await client.query(sql).then(
        () => false,
        () => true,
      )
      await client.query(refused ? 'ROLLBACK' : 'COMMIT')
      if (!refused) done.push(name)
    }
    return done
  })
