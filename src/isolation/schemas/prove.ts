import type pg from 'pg'
import {readSql} from '../../postgres/sql-file.ts'
import {serverVersion} from '../../postgres/version.ts'
import {runAll} from '../attempts.ts'
import type {Contract} from '../contract.ts'
import type {Judged} from '../judge.ts'
import {catalogFor, makeWorld} from '../make-world.ts'
import type {Target} from '../probes/context.ts'
import type {View} from '../probes/paths.ts'
import {sequenceProbes} from '../probes/sequences.ts'
import {sideEffects} from '../probes/side-effects.ts'
import {below, tableProbes} from '../probes/table.ts'
import {viewProbes} from '../probes/views.ts'
import {type Proof, proofOf, type Unproven} from '../proof.ts'
import type {ProveOptions} from '../prove.ts'
import {inTransaction} from '../transaction.ts'
import type {World} from '../world.ts'
import {ownProbes} from './own.ts'
import {haveRoles, type SchemaTenant, type Sides, sideOf, signInTo, writingVictims} from './sides.ts'
import {inRole, schemaStates} from './states.ts'
import {schemaProbes} from './to-come.ts'

/**
 * Proves, in one transaction that is rolled back, that tenant A does not reach the schemas of the others. Where all share
 * a role, what they name they reach: then it is proven that nothing in A's schema leads into another's. The session must
 * be a superuser's.
 * @throws Failure `no_role`, `no_tenant_tables`, `cannot_seed`
 */
export async function proveSchemas(
  client: pg.Client,
  contract: Contract & {readonly sides: Sides},
  {presets = [], prepare = [], setup = [], signal, onProgress = () => {}}: ProveOptions = {},
): Promise<Proof> {
  const {sides} = contract
  return inTransaction(client, [...prepare, ...setup], signal, async () => {
    const catalog = await catalogFor(client, contract)
    const states = schemaStates(sides, contract.signIn, presets, catalog.settings)
    const world = {...(await makeWorld(client, catalog, contract, () => states)), setup}
    await client.query(await readSql('isolation/runner.sql'))
    const major = Math.floor((await serverVersion(client)) / 10_000)
    const apart = haveRoles(sides)
    const own = tablesOf(world, sides, sides.attacker)
    const theirs = writingVictims(sides).flatMap((tenant) => tablesOf(world, sides, tenant))
    const others = apart ? directTargets(world, sides) : []
    const views = viewsOf(world, sides)
    const isOthers = ({relation}: View) => sideOf(sides, relation) === 'victim'
    const direct = apart
      ? [
          ...others.flatMap((target) => tableProbes(world, target, major)),
          ...views.filter(isOthers).flatMap(({relation, privilege}) => [...viewProbes(world, relation, privilege)]),
          ...[...sequenceProbes(world)].filter(({subject}) => isIn(sides, subject.identity)),
          ...schemaProbes(world, sides),
        ]
      : []
    const inside = ownProbes(
      world,
      sides,
      own,
      views.filter((view) => apart || !isOthers(view)),
    )
    const judged = [
      ...(await runAll(client, direct, (done) => onProgress(`${done} of ${direct.length} attempts`))),
      ...(await runAll(client, inside, (done) =>
        onProgress(`${done} of ${inside.length} uses of ${sides.attacker.schema}`),
      )),
      ...(await sideEffects(client, world, theirs, ['victim'])),
    ]
    const {kept, silent} = ofFunctions(judged)
    return proofOf(world, [...own, ...others], silent, [...kept, ...kept.flatMap(control)])
  })
}

/** The tables in a tenant's schema, as his role uses them; the session begins as A's role. */
function tablesOf({catalog, owners, counts, contract}: World, sides: Sides, tenant: SchemaTenant): Target[] {
  const side = tenant === sides.attacker ? 'attacker' : 'victim'
  return catalog.privileges.flatMap((privilege) => {
    const owned = owners.owned.get(privilege.relation)
    if (!owned || privilege.role !== tenant.role || owned.relation.schema !== tenant.schema) return []
    if ((counts.get(privilege.relation)?.[side] ?? 0) === 0) return []
    return [
      {
        ...owned,
        privilege: {...privilege, role: sides.attacker.role},
        tables: [owned.relation, ...below(catalog.relations, owned.relation)],
        via: null,
        ...(side === 'victim' ? {signIn: inRole(sides, tenant, [signInTo(contract.signIn, tenant)])} : {}),
      },
    ]
  })
}

/** Tables of others with each role that A may be. */
function directTargets({catalog, owners, counts, contract, states}: World, sides: Sides): Target[] {
  const roles = new Set(catalog.reach.map(({role}) => role))
  const nobody = states.find(({who}) => who === null)?.signIn ?? []
  return catalog.privileges.flatMap((privilege) => {
    const owned = owners.owned.get(privilege.relation)
    if (owned?.side !== 'victim' || !roles.has(privilege.role)) return []
    const tenant = sides.victims.find(({schema}) => schema === owned.relation.schema)
    if (!tenant || (counts.get(privilege.relation)?.victim ?? 0) === 0) return []
    return [
      {
        ...owned,
        privilege,
        tables: [owned.relation, ...below(catalog.relations, owned.relation)],
        via: contract.roles.includes(privilege.role) ? null : privilege.role,
        signIn: inRole(sides, tenant, [...nobody, signInTo(contract.signIn, tenant)]),
      },
    ]
  })
}

const viewsOf = ({catalog}: World, sides: Sides): View[] => {
  const roles = new Set(catalog.reach.map(({role}) => role))
  return catalog.privileges.flatMap((privilege) => {
    const relation = catalog.relations.get(privilege.relation)
    if (!relation || !['v', 'm'].includes(relation.kind) || relation.schema === sides.template) return []
    return roles.has(privilege.role) && privilege.read ? [{relation, privilege}] : []
  })
}

const isIn = ({victims}: Sides, identity: string): boolean =>
  victims.some(
    ({schema}: SchemaTenant) =>
      identity.startsWith(`${schema}.`) || identity.startsWith(`"${schema.replaceAll('"', '""')}".`),
  )

/** One call of a function that went through and reached nobody is enough; where none did, nothing is known of it. */
function ofFunctions(judged: readonly Judged[]): {kept: Judged[]; silent: Unproven[]} {
  const isCall = ({probe}: Judged) => ['function', 'procedure'].includes(probe.subject.kind)
  const went = new Set(
    judged.filter((one) => isCall(one) && one.verdict !== 'unproven').map(({probe}) => probe.subject.identity),
  )
  const silent = judged
    .filter((one) => isCall(one) && one.verdict === 'unproven' && !went.has(one.probe.subject.identity))
    .map(({probe, why}) => ({...probe.subject, reason: `no call of it went through: ${why}`}))
  return {
    kept: judged.filter((one) => !isCall(one) || one.verdict !== 'unproven'),
    silent: [...new Map(silent.map((one) => [one.identity, one])).values()],
  }
}

/** What A may do in its own schema is the control: it works. */
const control = (one: Judged): Judged[] =>
  one.probe.judge.by === 'apart' && one.outcome.state === null && one.verdict === 'safe'
    ? [{...one, verdict: 'works', why: ''}]
    : []
