import type {Severity} from '../finding.ts'
import type {Address} from '../postgres/address.ts'
import type {Params} from '../postgres/conninfo/params.ts'
import type {ServerSpec} from '../postgres/server/spec.ts'

/** A database of the config, resolved: where it is, and how careful to be with it. */
export type Database = {
  readonly name: string
  readonly server: ServerSpec
  /** For a server of pgplumb's own the password is absent unless configured: its provider keeps a generated one. */
  readonly address: Address
  /** What destroys needs `--confirm <database name>`. */
  readonly protected: boolean
  /** Whether reset may drop it. */
  readonly disposable: boolean
}

/** A database as the config names it. Its variables are looked up only when it is resolved. */
export type DatabaseEntry = {
  readonly name: string
  readonly kind: ServerSpec['kind']
  readonly protected: boolean
  /** @throws Failure `missing_variable`, `bad_url`, `no_service` … `flags` are stronger than the config. */
  readonly resolve: (flags?: Params) => Promise<Database>
}

/** A schema per tenant: where they are registered, and how new ones are made. */
export type SchemaTenancy = {
  readonly model: 'schema'
  readonly registry: {
    readonly table: string
    readonly schema: string
    readonly id: string
    /** The column with the tenant's name; null: `subdomain`, `slug` or `name`, whichever is there. */
    readonly name: string | null
    readonly columns: Readonly<Record<string, string>>
    /** The database with the one registry of all shards; null: each shard has its own. */
    readonly database: string | null
    /** Of that registry, the column with the name of the shard. */
    readonly shard: string
  }
  readonly template: string
  /** An absolute path. */
  readonly migrations: string
  readonly naming: {
    readonly prefix: string
    readonly names: 'subdomain' | 'any'
    readonly reserved: readonly string[]
  }
  /** Tables of the template whose rows a new tenant gets. */
  readonly reference: readonly string[]
  /** What roles may do in every tenant. Empty: nobody says. */
  readonly access: readonly {
    readonly role: string
    readonly schema: readonly string[]
    readonly tables: readonly string[]
    readonly sequences: readonly string[]
    readonly functions: readonly string[]
    /** Tables on which it may do nothing. */
    readonly except: readonly string[]
  }[]
  /** An absolute path, or null. */
  readonly admin: string | null
  /** The databases that hold tenants; at least one. */
  readonly shards: readonly string[]
  /** The database of the queue. */
  readonly queue: string
  /** Whether Citus distributes the schemas. */
  readonly citus: boolean
}

export type Tenancy =
  | SchemaTenancy
  | {readonly model: 'row'; readonly registry: {readonly table: string; readonly id: string} | null}

/** Rows by which somebody is a member of a tenant, or was; values may be `:tenant` and `:user`. */
export type MemberRows = {readonly table: string; readonly row: Readonly<Record<string, string | number | boolean>>}

export type Isolation = {
  /** The first of `columns`. */
  readonly column: string
  readonly columns: readonly string[]
  readonly userColumns: readonly string[]
  readonly setting: string
  /** SQL that signs in; null: the setting does. */
  readonly signIn: string | null
  readonly roles: readonly string[]
  readonly members: readonly MemberRows[]
  readonly formerMembers: readonly MemberRows[]
  readonly except: readonly string[]
}

/** An object that may differ, and why. */
export type IgnoredDrift = {readonly object: string; readonly kind: string | null; readonly reason: string}

/** Findings that are known and accepted. Both with `*`; an object is null for any. */
export type IgnoredFinding = {readonly rule: string; readonly object: string | null; readonly reason: string}

export type RuleSettings = {
  readonly extends: 'recommended' | 'strict' | 'all' | 'none'
  readonly ignore: readonly IgnoredFinding[]
  readonly failOn: Severity | 'never'
  readonly severities: Readonly<Record<string, Severity | 'on' | 'off'>>
  /** The absolute path of the folder of the project's own rules; null where there is none. */
  readonly folder: string | null
  /** The absolute path of the file of known findings; null where there is none. */
  readonly baseline: string | null
}

/** How names and columns are to be. `tables`: null for any number; a `columns` entry's types as `format_type` prints them. */
export type Conventions = {
  readonly naming: string
  readonly tables: 'plural' | 'singular' | null
  readonly foreignKey: string
  readonly junction: string
  readonly columns: readonly {
    readonly tables: string
    readonly except: readonly string[]
    readonly columns: Readonly<Record<string, string | null>>
  }[]
  readonly updatedAt: string
  readonly softDelete: readonly string[]
  readonly customFields: readonly string[]
  readonly maxIndexes: number
}

export type MaintenanceTask = {
  readonly task: 'vacuum' | 'analyze' | 'reindex' | 'repack' | 'expire' | 'health'
  /** Null is every table. */
  readonly tables: readonly string[] | null
  /** Whether those that do not need it are done too. */
  readonly all: boolean
  /** An interval such as `30 minutes`. */
  readonly budget: string | null
}

/** Rows that go: those whose timestamp is older than `retention` (an interval), or those of a condition in SQL. */
export type ExpireRule = (
  | {
      readonly table: string
      readonly column: string
      readonly retention: string
      readonly used: {readonly column: string; readonly keep: string} | null
    }
  | {readonly table: string; readonly condition: string}
) & {
  /** Where they go before; a folder is an absolute path. */
  readonly archive: {readonly table: string} | {readonly folder: string} | null
}

export type Throttle = {
  readonly connections: number
  /** Milliseconds. */
  readonly costDelay: number
  /** Durations in words. */
  readonly replicaLag: string
  readonly activeSessions: number | null
  readonly giveWay: string
}

export type Notify = {
  readonly on: 'problems' | 'always'
  readonly command: string | null
  /** Still holds `${VAR}` where that is not set. */
  readonly webhook: string | null
}

export type Maintenance = {
  readonly daily: readonly MaintenanceTask[]
  readonly weekly: readonly MaintenanceTask[]
  readonly monthly: readonly MaintenanceTask[]
  /** `recognised`: tables of tokens, by their names. Null: the config says nothing, and nothing is deleted. */
  readonly expire: readonly ExpireRule[] | 'recognised' | null
  /** When each begins: five fields as in a crontab. */
  readonly at: {readonly daily: string; readonly weekly: string; readonly monthly: string}
  readonly window: {readonly budget: string | null; readonly until: string | null}
  readonly throttle: Throttle
  readonly notify: Notify
}

export type BackupSettings = {
  /** An absolute path. */
  readonly folder: string
  /** How many are kept: the last ones, and the last of each day, week and month. */
  readonly keep: {readonly last: number; readonly daily: number; readonly weekly: number; readonly monthly: number}
}

/** What the user's project says. Every path is absolute; the files may not exist yet. */
export type Project = {
  readonly root: string
  readonly configFile: string | null
  readonly schema: readonly string[]
  readonly prelude: readonly string[]
  readonly migrations: string
  /** The schema of the table schema_migrations; null: public, or pgplumb beside another tool's table. */
  readonly history: string | null
  readonly seeds: readonly string[]
  /** At least one. */
  readonly databases: readonly DatabaseEntry[]
  /** A database that is named by a connection string instead, with the project's .env for what that leaves out. */
  readonly resolveUrl: (connectionString: string, flags?: Params) => Promise<Database>
  readonly drift: {readonly ignore: readonly IgnoredDrift[]}
  readonly tenancy: Tenancy | null
  readonly isolation: Isolation
  readonly rules: RuleSettings
  readonly conventions: Conventions
  readonly maintenance: Maintenance
  readonly backup: BackupSettings
  readonly pgDump: string | null
  /** `<root>/.pgplumb` */
  readonly cacheDir: string
}
