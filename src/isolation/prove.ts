import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'
import {serverVersion} from '../postgres/version.ts'
import {runAll} from './attempts.ts'
import type {Preset} from './catalog.ts'
import type {Contract} from './contract.ts'
import type {Judged} from './judge.ts'
import {catalogFor, makeWorld} from './make-world.ts'
import type {Target} from './probes/context.ts'
import {comparePaths, type Paths, silentPaths} from './probes/paths.ts'
import {sequenceProbes} from './probes/sequences.ts'
import {sideEffects} from './probes/side-effects.ts'
import {below, tableProbes} from './probes/table.ts'
import {viewProbes} from './probes/views.ts'
import {type Proof, proofOf} from './proof.ts'
import type {RowMaker} from './rows.ts'
import {type State, sessionStates, signIn} from './states.ts'
import {inTransaction} from './transaction.ts'
import type {World} from './world.ts'

export type ProveOptions = {
  /** What sessions of the database itself begin with. */
  readonly presets?: readonly Preset[]
  /** SQL that is run first, in the same transaction: what the clone does not have as the database has it, such as owners. */
  readonly prepare?: readonly string[]
  /** SQL that is run after it and makes what the database itself does not have: scripts that show leaks begin with it. */
  readonly setup?: readonly string[]
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (message: string) => void
}

/**
 * Proves isolation in this database, in one transaction that is rolled back: rows of two tenants, A and B, and then
 * all that A, and others who are not B, may try on those of B. The session must be a superuser's.
 * @throws Failure `no_role`, `no_tenant_tables`, `cannot_seed`
 */
export async function proveIsolation(
  client: pg.Client,
  contract: Contract,
  {presets = [], prepare = [], signal, onProgress = () => {}}: ProveOptions = {},
): Promise<Proof> {
  return inTransaction(client, prepare, signal, async () => {
    const catalog = await catalogFor(client, contract)
    const presetTenant =
      presets.find(({name, value}) => name === contract.setting && contract.signIn === null && value !== '')?.value ??
      null
    const states = (maker: RowMaker) => sessionStates(contract, maker, presets, catalog.settings)
    const world = await makeWorld(client, catalog, contract, states, presetTenant)
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
    return proofOf(world, targets, silentPaths(world, views, paths), [
      ...judged,
      ...paths.flatMap((path) => path.judged),
      ...effects,
    ])
  })
}

/** Each table with each role that may be tried on it. Where B has no row, there is nothing to leak. */
function targetsOf({catalog, owners, counts, contract, victims, maker}: World): Target[] {
  return catalog.privileges.flatMap((privilege) => {
    const owned = owners.owned.get(privilege.relation)
    if (!owned || (counts.get(privilege.relation)?.victim ?? 0) === 0) return []
    const victim = victims.get(privilege.relation)
    return [
      {
        ...owned,
        privilege,
        ...(victim === undefined ? {} : {signIn: signIn(contract, victim, maker.id('user', 'victim'))}),
        tables: [owned.relation, ...below(catalog.relations, owned.relation)],
        via: contract.roles.includes(privilege.role) ? null : privilege.role,
      },
    ]
  })
}

const viewsOf = ({catalog}: World) =>
  catalog.privileges.flatMap((privilege) => {
    const relation = catalog.relations.get(privilege.relation)
    return relation && ['v', 'm'].includes(relation.kind) ? [{relation, privilege}] : []
  })

/** First the state in which no setting was ever set: one that was is never absent again in its session. */
const inTurn = ({states}: World): State[][] => [states.slice(0, 1), states.slice(1)]
