import {describe, expect, test} from 'vitest'
import {choosePgDump} from '../../src/postgres/pg-dump/choose.ts'
import {type Case, cases, prove} from './plan/cases.ts'

/** So many cases share a database: a plan of many changes at once is a test of its own, and takes one dump. */
const TOGETHER = 25

const pgDump = choosePgDump({serverMajor: 18, path: process.env.PATH ?? ''})

const together = cases.filter(({alone}) => !alone)
const groups = Array.from({length: Math.ceil(together.length / TOGETHER)}, (_, index) =>
  together.slice(index * TOGETHER, (index + 1) * TOGETHER),
)

describe.concurrent('a plan converges, there and back, and keeps the rows', () => {
  const proofs = new Map<readonly Case[], Promise<unknown>>()
  /** What went wrong with the group, or nothing. */
  const proof = (group: readonly Case[]): Promise<unknown> => {
    const known =
      proofs.get(group) ??
      pgDump
        .then((choice) => prove(group, choice))
        .then(
          () => null,
          (error: unknown) => error,
        )
    proofs.set(group, known)
    return known
  }
  for (const one of cases)
    test(one.name, {timeout: 300_000}, async () => {
      const group = groups.find((members) => members.includes(one))
      if (group && (await proof(group)) === null) return
      // Alone it can be told what is wrong with it.
      await expect(prove([one], await pgDump)).resolves.toBeUndefined()
    })
  for (const group of groups)
    test(`${group[0]?.name} … ${group.at(-1)?.name} in one database`, {timeout: 300_000}, async () => {
      expect(await proof(group)).toBeNull()
    })
})
