import {CELLS} from './probe.ts'
import type {CellVerdict, MatrixRow, Proof} from './proof.ts'

/** The worst is what counts. */
const ORDER: readonly CellVerdict[] = ['leak', 'known', 'unproven', 'ok', 'shut', 'none']

/** One proof of several that are about different tenants of the same database. */
export function joinProofs(proofs: readonly Proof[]): Proof {
  const rows = new Map<string, MatrixRow>()
  for (const row of proofs.flatMap(({matrix}) => matrix)) {
    const key = `${row.kind} ${row.identity}`
    const known = rows.get(key)
    rows.set(key, known ? {...row, cells: worse(row.cells, known.cells)} : row)
  }
  const distinct = <T>(list: readonly T[], key: (one: T) => string): T[] => [
    ...new Map([...list].reverse().map((one) => [key(one), one])).values(),
  ]
  const byIdentity = (a: {readonly identity: string}, b: {readonly identity: string}) =>
    a.identity < b.identity ? -1 : 1
  const most = proofs.map(({tables}) => tables).sort((a, b) => b.wanted - a.wanted)[0]
  const schemas = proofs.flatMap((proof) => proof.schemas ?? [])
  return {
    matrix: [...rows.values()].sort(byIdentity),
    leaks: distinct(
      proofs.flatMap(({leaks}) => leaks),
      ({identity, cell}) => `${cell} ${identity}`,
    ).sort(byIdentity),
    unproven: distinct(
      proofs.flatMap(({unproven}) => unproven),
      ({identity, reason}) => `${identity} ${reason}`,
    ).sort(byIdentity),
    shared: [...new Set(proofs.flatMap(({shared}) => shared))],
    attempts: proofs.reduce((sum, {attempts}) => sum + attempts, 0),
    tables: most ?? {wanted: 0, seeded: 0},
    schemas:
      schemas.length === 0
        ? null
        : {
            separatedBy: schemas.some(({separatedBy}) => separatedBy === 'application') ? 'application' : 'roles',
            roles: [...new Set(schemas.flatMap(({roles}) => roles))],
            tried: [...new Set(schemas.flatMap(({tried}) => tried))],
            made: [...new Set(schemas.flatMap(({made}) => made))],
          },
  }
}

function worse(one: MatrixRow['cells'], other: MatrixRow['cells']): MatrixRow['cells'] {
  const worst = {...one}
  for (const cell of CELLS) if (ORDER.indexOf(other[cell]) < ORDER.indexOf(one[cell])) worst[cell] = other[cell]
  return worst
}
