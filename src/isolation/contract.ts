import type {MemberRows} from '../project/project.ts'
import type {Sides} from './schemas/sides.ts'

/** What isolation promises: whose a row is, how somebody signs in, and as which role. */
export type Contract = {
  /** The columns that hold the tenant. */
  readonly columns: readonly string[]
  /** The columns that hold the user, in tables without a tenant column. */
  readonly userColumns: readonly string[]
  /** The setting that holds the tenant; not used where there is `signIn`. */
  readonly setting: string
  /** SQL that signs in, with `:tenant` and `:user` in place of their quoted ids; null: the setting does. */
  readonly signIn: string | null
  readonly roles: readonly string[]
  /** Tables that every tenant shares, `*` for any text. */
  readonly except: readonly string[]
  /** Rows that make `:user` a member of `:tenant`. */
  readonly members: readonly MemberRows[]
  /** Rows of one who is no member any more, or not yet. */
  readonly formerMembers: readonly MemberRows[]
  /** Where each tenant has a schema: whose are which. */
  readonly sides?: Sides
}
