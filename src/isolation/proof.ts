import type {Privilege} from './catalog.ts'
import type {Judged} from './judge.ts'
import {CELLS, type Cell, type Subject} from './probe.ts'
import {kindOf, type Target} from './probes/context.ts'
import {type Reproducer, reproducer} from './reproducer.ts'
import {haveRoles} from './schemas/sides.ts'
import type {World} from './world.ts'

/**
 * How one command fares on one path: `leak`; `ok`, B may and the others may not; `shut`, not even B may; `none`, there is
 * no privilege for it; `known`, a leak that the project accepts; `unproven`.
 */
export type CellVerdict = 'leak' | 'known' | 'ok' | 'shut' | 'none' | 'unproven'

export type MatrixRow = Subject & {readonly cells: Readonly<Record<Cell, CellVerdict>>}

/** One command through one path, and all the ways in which it leaks. */
export type Leak = Subject & {
  readonly cell: Cell
  readonly ways: readonly {
    readonly role: string
    readonly state: string
    readonly command: string
    readonly why: string
  }[]
  /** Whether it leads from one tenant's schema into another's. */
  readonly reach: boolean
  readonly reproducer: Reproducer
}

/** What was not proven, and why. */
export type Unproven = Subject & {readonly reason: string}

export type Proof = {
  readonly matrix: readonly MatrixRow[]
  readonly leaks: readonly Leak[]
  readonly unproven: readonly Unproven[]
  /** Tables that the contract does not concern. */
  readonly shared: readonly string[]
  readonly attempts: number
  readonly tables: {readonly wanted: number; readonly seeded: number}
  /** Where each tenant has a schema: what keeps them apart, and which tenants were tried as the one that attacks. */
  readonly schemas: {
    readonly separatedBy: 'roles' | 'application'
    readonly roles: readonly string[]
    readonly tried: readonly string[]
    /** Those of them that were made from the template, and stand for all that are like it. */
    readonly made: readonly string[]
  } | null
}

export function proofOf(
  world: World,
  targets: readonly Target[],
  /** Paths through which nothing was seen to happen, and so nothing proven. */
  silent: readonly Unproven[],
  judged: readonly Judged[],
): Proof {
  const bySubject = groupBy(judged, ({probe}) => keyOf(probe.subject))
  const unproven: Unproven[] = [...silent]
  const matrix: MatrixRow[] = []
  const seen = new Set<string>()
  for (const target of targets) {
    const subject = {kind: kindOf(target.relation), identity: target.relation.identity}
    const key = keyOf(subject)
    if (seen.has(key)) continue
    seen.add(key)
    const privileges = targets
      .filter(({relation}) => relation.oid === target.relation.oid)
      .map(({privilege}) => privilege)
    const {cells, reasons} = tableCells(bySubject.get(key) ?? [], target, privileges)
    matrix.push({...subject, cells})
    unproven.push(...reasons.map((reason) => ({...subject, reason})))
  }
  for (const [key, found] of bySubject) {
    const subject = found[0]?.probe.subject
    if (!subject || seen.has(key)) continue
    matrix.push({
      ...subject,
      cells: pathCells(
        found,
        silent.some((one) => keyOf(one) === key),
      ),
    })
    unproven.push(...uniqueReasons(found).map((reason) => ({...subject, reason})))
  }
  unproven.push(...unjudged(world))
  const {owned} = world.owners
  const {sides} = world.contract
  return {
    matrix: matrix.sort(byIdentity),
    leaks: leaksOf(world, judged),
    unproven: distinct(unproven).sort(byIdentity),
    shared: [...world.catalog.relations.values()]
      .filter(
        ({oid, kind, schema}) =>
          ['r', 'p'].includes(kind) &&
          !owned.has(oid) &&
          sides?.template !== schema &&
          !world.owners.unclear.some(({relation}) => relation.oid === oid),
      )
      .map(({identity}) => identity),
    attempts: judged.length,
    tables: world.seeds.tables,
    schemas: sides
      ? {
          separatedBy: haveRoles(sides) ? 'roles' : 'application',
          roles: [sides.attacker.role],
          tried: [sides.attacker.schema],
          made: [],
        }
      : null,
  }
}

const keyOf = ({identity}: Subject): string => identity

function tableCells(
  judged: readonly Judged[],
  {relation}: Target,
  privileges: readonly Privilege[],
): {cells: Record<Cell, CellVerdict>; reasons: string[]} {
  const isControl = ({verdict}: Judged): boolean => verdict === 'works' || verdict === 'fails'
  const works = (list: readonly Judged[]): boolean => list.some(({verdict}) => verdict === 'works')
  // Where no policy is for the role, it is shut out whoever signs in.
  const closed = relation.secured && privileges.every(({addressed}) => !addressed)
  const reasons: string[] = []
  const cells = cellsOf((cell) => {
    const own = judged.filter(({probe}) => probe.cell === cell)
    if (own.some(({verdict}) => verdict === 'leak')) return 'leak'
    const doubtful = own.filter(({verdict}) => verdict === 'unproven')
    reasons.push(...doubtful.map(({probe, why}) => `${probe.command} ${probe.state.label}: ${why}`))
    if (doubtful.length > 0) return 'unproven'
    if (own.length === 0) return 'none'
    if (closed) return 'shut'
    const controls = own.filter(isControl)
    if (controls.length > 0 && works(controls)) return 'ok'
    if (works(judged)) return controls.length > 0 ? 'shut' : 'ok'
    return 'unproven'
  })
  if (!closed && !works(judged) && Object.values(cells).includes('unproven') && reasons.length === 0) {
    const said = judged.find(({verdict}) => verdict === 'fails')?.why
    reasons.push(
      `not even B reaches his own rows, so that it says nothing that the others do not${said === undefined ? '' : ` (${said})`}`,
    )
  }
  return {cells, reasons: [...new Set(reasons)]}
}

const pathCells = (judged: readonly Judged[], silent: boolean): Record<Cell, CellVerdict> =>
  cellsOf((cell) => {
    const own = judged.filter(({probe}) => probe.cell === cell)
    if (own.some(({verdict}) => verdict === 'leak')) return 'leak'
    if (own.some(({verdict}) => verdict === 'unproven')) return 'unproven'
    if (own.length === 0) return 'none'
    return silent && cell === 'read' ? 'unproven' : 'ok'
  })

function cellsOf(verdict: (cell: Cell) => CellVerdict): Record<Cell, CellVerdict> {
  const [read, insert, update, remove, truncate, move, refer, unique] = CELLS.map(verdict)
  const or = (found: CellVerdict | undefined): CellVerdict => found ?? 'none'
  return {
    read: or(read),
    insert: or(insert),
    update: or(update),
    delete: or(remove),
    truncate: or(truncate),
    move: or(move),
    refer: or(refer),
    unique: or(unique),
  }
}

const uniqueReasons = (judged: readonly Judged[]): string[] => [
  ...new Set(judged.filter(({verdict}) => verdict === 'unproven').map(({probe, why}) => `${probe.command}: ${why}`)),
]

/** Tables that the contract leaves in doubt, and those that could not be given rows. */
function unjudged({owners, seeds, counts, catalog}: World): Unproven[] {
  const granted = new Set(
    catalog.privileges
      .filter(
        ({read, insert, update, delete: remove, truncate}) =>
          read || remove || truncate || insert.length + update.length > 0,
      )
      .map(({relation}) => relation),
  )
  const rowless = [...owners.owned.values()].filter(
    ({relation, side = 'victim'}) => (counts.get(relation.oid)?.[side] ?? 0) === 0,
  )
  return [
    ...owners.unclear.map(({relation, reason}) => ({
      kind: kindOf(relation),
      identity: relation.identity,
      reason: `${reason}: name it under isolation.except if all tenants share it`,
    })),
    ...rowless.map(({relation}) => ({
      kind: kindOf(relation),
      identity: relation.identity,
      reason: `no row could be made: ${seeds.missing.find((one) => one.relation.oid === relation.oid)?.reason ?? 'it has no partition that takes one'}`,
    })),
    ...[...catalog.relations.values()]
      .filter(({kind, oid}) => kind === 'f' && granted.has(oid))
      .map(({identity}) => ({
        kind: 'foreign table',
        identity,
        reason: 'its rows are elsewhere, out of reach of row security',
      })),
  ]
}

function leaksOf(world: World, judged: readonly Judged[]): Leak[] {
  const groups = groupBy(
    judged.filter(({verdict}) => verdict === 'leak'),
    ({probe}) => `${probe.cell} ${keyOf(probe.subject)}`,
  )
  return [...groups.values()]
    .flatMap((group): Leak[] => {
      // What A can do is told first: it needs no spoilt session.
      const ordered = [...group].sort((a, b) => rank(a) - rank(b))
      const [first] = ordered
      if (!first) return []
      return [
        {
          ...first.probe.subject,
          cell: first.probe.cell,
          ways: ordered.map(({probe, why}) => ({
            role: probe.role,
            state: probe.state.label,
            command: probe.command,
            why,
          })),
          reach: first.probe.judge.by === 'apart',
          reproducer: reproducer(world, first),
        },
      ]
    })
    .sort(byIdentity)
}

const rank = ({probe, outcome}: Judged): number =>
  (probe.state.who === 'attacker' ? 0 : probe.state.writes ? 1 : 2) +
  (outcome.state === null ? 0 : 5) +
  (probe.sql.startsWith('COPY') ? 3 : 0)

const byIdentity = (a: Subject, b: Subject): number => (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0)

function distinct(list: readonly Unproven[]): Unproven[] {
  return [...new Map(list.map((one) => [`${one.identity} ${one.reason}`, one])).values()]
}

function groupBy<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of list) {
    const name = key(item)
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return groups
}
