import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {readSql} from '../postgres/sql-file.ts'
import {serverVersion} from '../postgres/version.ts'
import {type Catalog, type Preset, type Relation, readCatalog} from './catalog.ts'
import {columnClasses} from './classes.ts'
import type {Contract} from './contract.ts'
import {type Judged, judge} from './judge.ts'
import {tableOwners} from './owners.ts'
import {partitionVictims} from './partitions.ts'
import type {Outcome, Probe} from './probe.ts'
import {deleteProbes, moveProbes, truncateProbes, updateProbes} from './probes/change.ts'
import type {Target} from './probes/context.ts'
import {insertProbes} from './probes/insert.ts'
import {referenceProbes, uniqueProbes} from './probes/keys.ts'
import {comparePaths, type Paths} from './probes/paths.ts'
import {readProbes} from './probes/read.ts'
import {sequenceProbes} from './probes/sequences.ts'
import {sideEffects} from './probes/side-effects.ts'
import {viewProbes} from './probes/views.ts'
import {type Proof, proofOf} from './proof.ts'
import {rowMaker} from './rows.ts'
import {runProbes} from './run.ts'
import {seed} from './seed.ts'
import {type State, sessionStates} from './states.ts'
import {takeStock} from './stock.ts'
import type {World} from './world.ts'

export type ProveOptions = {
  /** What sessions of the database itself begin with. */
  readonly presets?: readonly Preset[]
  /** SQL that is run first, in the same transaction: what the clone does not have as the database has it, such as owners. */
  readonly prepare?: readonly string[]
  readonly onProgress?: (message: string) => void
}

/**
 * Proves isolation in this database, in one transaction that is rolled back: rows of two tenants, A and B, and then
 * all that A, and others who are not B, may try on those of B. The session must be a superuser's.
 * @throws Failure `no_role`, `no_tenant_tables`, `cannot_seed`
 */
export async function proveIsolation(
  client: pg.ClientBase,
  contract: Contract,
  {presets = [], prepare = [], onProgress = () => {}}: ProveOptions = {},
): Promise<Proof> {
  await client.query('BEGIN')
  try {
    if (prepare.length > 0) await client.query(prepare.join(';\n'))
    // Names are printed with their schema, and counters are kept.
    await client.query(
      'SET LOCAL search_path = pg_catalog; SET LOCAL track_counts = on; SET LOCAL client_min_messages = error',
    )
    const catalog = await readCatalog(client, contract.roles)
    await client.query('SET LOCAL search_path TO DEFAULT')
    checkRoles(catalog, contract)
    const world = await makeWorld(client, catalog, contract, presets)
    onProgress(`${world.seeds.tables.seeded} of ${world.seeds.tables.wanted} tables have rows of A and B`)
    await client.query(await readSql('isolation/runner.sql'))
    const major = Math.floor((await serverVersion(client)) / 10_000)
    const targets = targetsOf(world)
    const views = viewsOf(world)
    const probes = [
      ...targets.flatMap((target) => tableProbes(world, target, major)),
      ...views.flatMap(({relation, privilege}) => [...viewProbes(world, relation, privilege)]),
      ...sequenceProbes(world),
    ]
    const judged: Judged[] = []
    const paths: Paths[] = []
    for (const states of inTurn(world)) {
      const some = probes.filter(({state}) => states.includes(state))
      const before = judged.length
      judged.push(
        ...(await runAll(client, some, (done) => onProgress(`${before + done} of ${probes.length} attempts`))),
      )
      paths.push(await comparePaths(client, world, views, states))
    }
    const effects = await sideEffects(client, world, targets)
    return proofOf(world, targets, views, [...judged, ...paths.flatMap((path) => path.judged), ...effects], paths)
  } catch (error) {
    if (!isServerError(error) || error.code !== '42501' || error.routine !== 'set_config_with_handle') throw error
    throw new Failure(
      'cannot_seed',
      'rows for the proof cannot be made: the login may not set session_replication_role',
      {
        hint: 'sign in as a superuser, or GRANT SET ON PARAMETER session_replication_role to it (PostgreSQL 15)',
        cause: error,
      },
    )
  } finally {
    await client.query('ROLLBACK')
  }
}

function checkRoles({reach}: Catalog, {roles}: Contract): void {
  const absent = roles.filter((role) => !reach.some(({start}) => start === role))
  if (absent.length > 0)
    throw new Failure('no_role', `the application role ${absent.join(', ')} does not exist on this server`, {
      hint: 'correct isolation.role in the config, or create the role',
    })
}

async function makeWorld(
  client: pg.ClientBase,
  catalog: Catalog,
  contract: Contract,
  presets: readonly Preset[],
): Promise<World> {
  const classes = columnClasses(catalog, contract)
  const owners = tableOwners(catalog, contract, classes)
  if (owners.owned.size === 0)
    throw new Failure('no_tenant_tables', `no table has the tenant column ${contract.columns.join(' or ')}`, {
      hint: 'isolation.column in the config names the column that says whose a row is',
    })
  const presetTenant =
    presets.find(({name, value}) => name === contract.setting && contract.signIn === null && value !== '')?.value ??
    null
  const fixed = {presetTenant, victims: new Map<string, string>()}
  const maker = rowMaker(catalog, contract, classes, {
    ...fixed,
    victims: await partitionVictims(client, classes, owners, presetTenant),
  })
  const seeds = await seed(client, catalog, contract, classes, owners, maker)
  const counts = await takeStock(client, owners, maker)
  const states = sessionStates(contract, maker, presets, catalog.settings)
  return {catalog, contract, classes, owners, maker, seeds, counts, states}
}

/** Each table with each role that may be tried on it. Where B has no row, there is nothing to leak. */
function targetsOf({catalog, owners, counts, contract}: World): Target[] {
  return catalog.privileges.flatMap((privilege) => {
    const owned = owners.owned.get(privilege.relation)
    if (!owned || (counts.get(privilege.relation)?.victim ?? 0) === 0) return []
    return [
      {
        ...owned,
        privilege,
        tables: [owned.relation, ...below(catalog.relations, owned.relation)],
        via: contract.roles.includes(privilege.role) ? null : privilege.role,
      },
    ]
  })
}

/** The partitions and children of a table, at every depth. */
const below = (relations: Catalog['relations'], {oid}: Relation): Relation[] =>
  [...relations.values()]
    .filter(({parents}) => parents.includes(oid))
    .flatMap((child) => [child, ...below(relations, child)])

const viewsOf = ({catalog}: World) =>
  catalog.privileges.flatMap((privilege) => {
    const relation = catalog.relations.get(privilege.relation)
    return relation && ['v', 'm'].includes(relation.kind) ? [{relation, privilege}] : []
  })

const tableProbes = (world: World, target: Target, major: number): Probe[] => [
  ...readProbes(world, target),
  ...insertProbes(world, target, major),
  ...updateProbes(world, target, major),
  ...deleteProbes(world, target, major),
  ...truncateProbes(world, target),
  ...moveProbes(world, target),
  ...referenceProbes(world, target),
  ...uniqueProbes(world, target),
]

/** First the state in which no setting was ever set: one that was is never absent again in its session. */
const inTurn = ({states}: World): State[][] => [states.slice(0, 1), states.slice(1)]

async function runAll(
  client: pg.ClientBase,
  probes: readonly Probe[],
  onProgress: (done: number) => void,
): Promise<Judged[]> {
  const outcomes = await runProbes(client, probes, onProgress)
  const judged = probes.flatMap((probe, at) => {
    const outcome = outcomes[at]
    return outcome ? [judge(probe, outcome)] : []
  })
  const again = judged.filter(({verdict}) => verdict === 'again').map(({probe, outcome}) => secondTry(probe, outcome))
  const seconds = await runProbes(client, again)
  return [
    ...judged.filter(({verdict}) => verdict !== 'again'),
    ...again.flatMap((probe, at) => {
      const outcome = seconds[at]
      return outcome ? [judge(probe, outcome)] : []
    }),
  ]
}

function secondTry({clear, asleep, unbound, ...probe}: Probe, {state}: Outcome): Probe {
  const first = probe.judge.by === 'rows' ? clear : state === '42501' ? asleep : unbound
  return {
    ...probe,
    before: [...(probe.before ?? []), ...(first === undefined ? [] : [first])],
    judge: probe.judge.by === 'rows' ? {by: 'rows', allowed: 0} : probe.judge,
  }
}
