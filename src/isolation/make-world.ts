import type pg from 'pg'
import {Failure} from '../failure.ts'
import {type Catalog, readCatalog} from './catalog.ts'
import {columnClasses} from './classes.ts'
import type {Contract} from './contract.ts'
import {tableOwners} from './owners.ts'
import {partitionVictims} from './partitions.ts'
import {type RowMaker, rowMaker} from './rows.ts'
import {seed} from './seed.ts'
import type {State} from './states.ts'
import {takeStock} from './stock.ts'
import type {World} from './world.ts'

/** @throws Failure `no_role` */
export async function catalogFor(client: pg.ClientBase, {roles, sides}: Contract): Promise<Catalog> {
  // Names are printed with their schema.
  await client.query('SET LOCAL search_path = pg_catalog')
  const catalog = await readCatalog(client, roles, sides)
  await client.query('SET LOCAL search_path TO DEFAULT')
  const absent = roles.filter((role) => !catalog.reach.some(({start}) => start === role))
  if (absent.length > 0)
    throw new Failure('no_role', `the application role ${absent.join(', ')} does not exist on this server`, {
      hint: 'correct isolation.role in the config, or create the role',
    })
  return catalog
}

/**
 * Makes the rows of A and B.
 * @throws Failure `no_tenant_tables`
 */
export async function makeWorld(
  client: pg.ClientBase,
  catalog: Catalog,
  contract: Contract,
  statesOf: (maker: RowMaker) => readonly State[],
  presetTenant: string | null = null,
): Promise<World> {
  const classes = columnClasses(catalog, contract)
  const owners = tableOwners(catalog, contract, classes)
  if (owners.owned.size === 0) throw noTenantTables(contract)
  const victims = await partitionVictims(client, classes, owners, presetTenant)
  const maker = rowMaker(catalog, contract, classes, {presetTenant, victims})
  const seeds = await seed(client, catalog, contract, classes, owners, maker)
  const counts = await takeStock(client, owners, maker)
  return {catalog, contract, classes, owners, maker, seeds, victims, counts, states: statesOf(maker)}
}

const noTenantTables = ({columns, sides}: Contract): Failure =>
  sides
    ? new Failure('no_tenant_tables', `there is no table in ${sides.attacker.schema}`, {
        hint: 'tenancy.template in the config names the schema that tenants are copies of',
      })
    : new Failure('no_tenant_tables', `no table has the tenant column ${columns.join(' or ')}`, {
        hint: 'isolation.column in the config names the column that says whose a row is',
      })
