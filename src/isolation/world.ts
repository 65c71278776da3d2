import type {Catalog} from './catalog.ts'
import type {Classes} from './classes.ts'
import type {Contract} from './contract.ts'
import type {Owners} from './owners.ts'
import type {RowMaker} from './rows.ts'
import type {Seeds} from './seed.ts'
import type {State} from './states.ts'
import type {Identity} from './values.ts'

/** All that probes are made of. */
export type World = {
  readonly catalog: Catalog
  readonly contract: Contract
  readonly classes: Classes
  readonly owners: Owners
  readonly maker: RowMaker
  readonly seeds: Seeds
  /** The victim's tenant in partitions that take certain tenants only, by oid. */
  readonly victims: ReadonlyMap<string, string>
  readonly states: readonly State[]
  /** What was seeded in each table that is somebody's, by oid. */
  readonly counts: ReadonlyMap<string, Counts>
  /** SQL that makes what the database does not have: tenants that were made for the proof. */
  readonly setup?: readonly string[]
}

export type Counts = Readonly<Record<Exclude<Identity, 'bystander'>, number>> & {
  /** Of B's rows. */
  readonly fingerprint: string | null
}
