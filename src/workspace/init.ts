import {existsSync} from 'node:fs'
import {basename, join, relative} from 'node:path'
import {readDictionary} from '../dictionary/dictionary.ts'
import {Failure} from '../failure.ts'
import {configText} from '../init/config-text.ts'
import {type Proposal, propose} from '../init/propose.ts'
import {type NewFile, type Recognised, recognise} from '../init/recognise.ts'
import {ignoreInGit, type Written, writeNew} from '../init/write.ts'
import {withConnection} from '../postgres/connect.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {buildProject} from '../project/build.ts'
import {inSnapshot} from '../rules/snapshot.ts'
import {dump} from './dump.ts'
import type {Workspace} from './workspace.ts'

export type InitOptions = {
  /** The folder that becomes a project. */
  readonly root: string
  /** The URL of a database whose schema becomes the master schema. */
  readonly from: string | null
  /** The variable that the config takes that URL from. */
  readonly urlVariable: string
  readonly server: 'embedded' | 'docker'
  readonly port: number
}

export type Initialised = {
  readonly files: readonly Written[]
  readonly recognised: Recognised | null
  readonly proposal: Proposal | null
  /** Why the migrations that were found did not make a master schema. */
  readonly problem: string | null
  /** What the folder's config has in place of a new one: nothing was done. */
  readonly existing: string | null
}

/** What makes a folder a project already. */
export const configIn = (root: string): string | null =>
  ['pgplumb.yaml', 'pgplumb.yml', 'pgplumb.json'].find((name) => existsSync(join(root, name))) ?? null

/**
 * Makes a project of a folder: a config, the master schema, migrations. Writes only files that are not there; a folder
 * with a config is left as it is. No database is changed.
 * @throws Failure those of connecting
 */
export async function init(workspace: Workspace, options: InitOptions): Promise<Initialised> {
  const {root, from, urlVariable, server, port} = options
  const existing = configIn(root)
  if (existing !== null) return {files: [], recognised: null, proposal: null, problem: null, existing}
  const recognised = recognise(root)
  const prelude = recognised?.prelude ?? null
  const written = [...(await writeNew(root, prelude ? [prelude] : []))]
  const config = prelude ? {prelude: prelude.path} : {}
  const project = await buildProject(root, {config, source: null, missing: [], env: workspace.env, warn: () => {}})
  const found = from === null ? null : await readSource({...workspace, project}, from)
  const migrations = recognised?.asIs ? recognised.folder : 'sql/migrations'
  const copies = (recognised?.files ?? []).map(({path, text}) => ({path: `sql/migrations/${path}`, text}))
  const configFile: NewFile = {
    path: 'pgplumb.yaml',
    text: configText({
      name: basename(root),
      schema: 'sql/schema.sql',
      prelude: prelude?.path ?? null,
      migrations,
      seeds: recognised?.seeds ?? (existsSync(join(root, 'sql/seeds')) ? 'sql/seeds' : null),
      embedded: port,
      docker: server === 'docker',
      urlVariable: from === null ? null : urlVariable,
      proposal: found?.proposal ?? null,
      tool: recognised?.tool ?? null,
    }),
  }
  written.push(...(await writeNew(root, copies)))
  const {sql, problem} = found
    ? {sql: found.sql, problem: null}
    : await masterSchema({...workspace, project}, recognised, migrations)
  const baseline = found && !recognised ? [await baselineOf(found.sql)] : []
  written.push(...(await writeNew(root, [{path: 'sql/schema.sql', text: sql}, ...baseline, configFile])))
  if (await ignoreInGit(root, '.pgplumb/')) written.push({path: '.gitignore', done: 'written'})
  if (from !== null && (await ignoreInGit(root, '.env'))) written.push({path: '.gitignore', done: 'written'})
  return {files: dedupe(written), recognised, proposal: found?.proposal ?? null, problem, existing: null}
}

const dedupe = (written: readonly Written[]): readonly Written[] => [
  ...new Map(written.map((one) => [one.path, one])).values(),
]

async function readSource(
  workspace: Workspace,
  url: string,
): Promise<{readonly sql: string; readonly proposal: Proposal}> {
  const database = await workspace.project.resolveUrl(url)
  const {proposal, tenants} = await withConnection(database.address, async (client) => {
    const dictionary = await inSnapshot(client, () => readDictionary(client, null))
    const proposal = propose(dictionary)
    if (!proposal.tenancy) return {proposal, tenants: []}
    const {registry, schemaColumn} = proposal.tenancy
    const table = registry.split('.').map(quoteIdent).join('.')
    const {rows} = await client.query<{name: string}>(
      `SELECT n.nspname AS name FROM ${table} t JOIN pg_namespace n ON n.nspname = t.${quoteIdent(schemaColumn)}::text`,
    )
    return {proposal, tenants: rows.map(({name}) => name)}
  })
  const ofTenants = new Set(tenants.filter((name) => name !== proposal.tenancy?.template))
  const sql = await dump(workspace, url, (schema) => !ofTenants.has(schema))
  // Tokens of each tenant are found by one pattern, not by a line per tenant.
  const expire = proposal.expire.filter(({table}) => !ofTenants.has(table.split('.')[0] ?? ''))
  return {sql, proposal: {...proposal, expire}}
}

/** The master schema of a project that had none: what its migrations build, else a place to begin. */
async function masterSchema(
  workspace: Workspace,
  recognised: Recognised | null,
  migrations: string,
): Promise<{readonly sql: string; readonly problem: string | null}> {
  if (!recognised || (recognised.files.length === 0 && !recognised.asIs)) return {sql: EMPTY, problem: null}
  const {root} = workspace.project
  try {
    return {sql: await dump(workspace, join(root, migrations)), problem: null}
  } catch (error) {
    if (!(error instanceof Failure) || workspace.signal?.aborted) throw error
    const {file, line} = error.place ?? {}
    const at = file === undefined ? '' : `${relative(root, file)}${line === undefined ? '' : `:${line}`}: `
    return {sql: NOT_BUILT, problem: `${at}${error.message}`}
  }
}

const NOT_BUILT = `-- The master schema. The migrations did not run on an empty server, so it is still to be written:
-- pgplumb dump DATABASE --output sql/schema.sql takes it from a database that has them.
`

const EMPTY = `-- The master schema. This table is an example: put yours in its place, then pgplumb apply.
CREATE TABLE notes (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

COMMENT ON TABLE notes IS 'What somebody wanted to remember';
`

/** The first migration of a database that is there already: where it is in effect, `migrate baseline` says so. */
async function baselineOf(sql: string): Promise<NewFile> {
  const {idempotentScript} = await import('../init/idempotent-script.ts')
  return {
    path: 'sql/migrations/001_baseline.sql',
    text: `-- WHAT: the schema as it was when pgplumb came\n-- WHY:  a new database gets it by this file; one that has it is told so by: pgplumb migrate baseline\n\n${await idempotentScript(sql)}`,
  }
}

/** @throws Failure `usage` for what is no URL and no variable */
export function urlFrom(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): {readonly url: string; readonly variable: string} {
  if (/^[A-Z_][A-Z0-9_]*$/.test(text)) {
    const url = env[text]
    if (!url) throw new Failure('usage', `the variable ${text} is not set`, {hint: `export ${text}=postgres://…`})
    return {url, variable: text}
  }
  return {url: text, variable: 'PROD_DATABASE_URL'}
}
