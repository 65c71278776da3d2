import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import type {Leak, Proof} from '../../src/isolation/proof.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {testServer} from '../support/database.ts'
import {type Lab, openLab, SYSTEMS, variants} from './lab.ts'
import {runReproducer} from './reproduce.ts'

vi.setConfig({testTimeout: 120_000})

const through = ({leaks}: Proof, name: string): Leak[] =>
  leaks.filter(({identity}) => identity.replace(/\(.*/, '') === `public.${name.replace(/\(.*/, '')}`)

for (const system of SYSTEMS)
  describe(system, () => {
    let lab: Lab
    beforeAll(async () => {
      lab = await openLab(testServer(), system)
    })
    afterAll(() => lab.close())

    test('as it is kept, nothing leaks and everything is proven', async () => {
      const {leaks, unproven, matrix, tables} = await lab.prove('')
      expect({leaks, unproven}).toEqual({leaks: [], unproven: []})
      expect(tables.seeded).toBe(tables.wanted)
      expect(matrix.filter(({cells}) => cells.read === 'ok').length).toBeGreaterThan(8)
    })

    test.each(variants(system, 'mutants'))(
      '$name: leaks through $leaksThrough, and the script shows it',
      async (fault) => {
        await lab.inVariant(fault.sql, async (_client, address) => {
          const proof = await lab.proveAt(address)
          const leaks = through(proof, fault.leaksThrough ?? '')
          expect(leaks).not.toEqual([])
          for (const {identity, cell, reproducer} of leaks) {
            const shown = await withConnection(address, (client) => runReproducer(client, reproducer.script))
            expect([identity, cell, shown]).toEqual([identity, cell, reproducer.shows])
          }
        })
      },
    )

    test.each(variants(system, 'benign'))('$name: nothing leaks', async ({sql}) => {
      const {leaks} = await lab.prove(sql)
      expect(leaks).toEqual([])
    })
  })
