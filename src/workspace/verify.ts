import {existsSync, readFileSync} from 'node:fs'
import {relative} from 'node:path'
import type {Change} from '../change.ts'
import type {Finding} from '../finding.ts'
import type {Folder, SourceFile} from '../migrations/files.ts'
import {loadMigrations} from '../migrations/folder.ts'
import {DEFAULT_HISTORY} from '../migrations/history.ts'
import {type VerifyOptions, verify} from '../migrations/verify/verify.ts'
import {type Address, withDatabase} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {withServer} from '../postgres/database.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {withTemporaryDatabase} from '../postgres/temporary.ts'
import {compare} from '../schema/compare.ts'
import {readDatabase} from '../schema/read.ts'
import {provideRoles} from '../schema/roles.ts'
import {applyRecipe, type ShadowPlace, withCopy} from '../schema/shadow.ts'
import {asWanted} from './as-wanted.ts'
import {choosePgDumpFor} from './choose.ts'
import {compareSources, toDrift} from './compare.ts'
import {migrationsOf} from './migrate.ts'
import {isOwnObjectOf} from './own-objects.ts'
import {shadowPlace} from './shadow-place.ts'
import {MASTER, openSource, type Source} from './source.ts'
import type {Workspace} from './workspace.ts'

/**
 * Proves on throw-away databases what the folder of migrations promises: that it builds the master schema, that each
 * file can run twice, that each down file undoes its up; and the same of the tenants' folder, in their template.
 * @throws Failure `no_migrations_folder` and those of making a shadow
 */
export async function verifyMigrations(workspace: Workspace): Promise<readonly Finding[]> {
  return asWanted(await verified(workspace), 'migrations', workspace.project.rules.severities)
}

async function verified(workspace: Workspace): Promise<readonly Finding[]> {
  const {project, signal, onProgress} = workspace
  const folder = migrationsOf(workspace)
  const tenants = tenantsOf(workspace)
  // What it is compared with at the end is looked for first.
  const master = project.schema.length ? await openSource(workspace, MASTER) : null
  const place = await shadowPlace(workspace, null)
  const major = Number.parseInt(place.serverVersion, 10)
  const pgDump = await choosePgDumpFor(workspace, [major], null)
  const isOwn = isOwnObjectOf(tenants ? [tenants.template] : [])
  const read = (address: Address) => readDatabase(address, {pgDump, ...(signal ? {signal} : {})})
  return inEmptyShadow(workspace, place, tenants ? [folder, tenants.folder] : [folder], async (at) => {
    const options: VerifyOptions = {
      shadows: {
        copy: (of, work) => withCopy(place.server, of.database, work),
        differ: async (actual, expected) => {
          const [found, wanted] = [await read(actual), await read(expected)]
          return (await compare(found, wanted, {ignore: isOwn})).filter(({cosmetic}) => !cosmetic)
        },
      },
      signal,
      ...(onProgress ? {onProgress} : {}),
    }
    const main = await verify(at, folder, {
      ...options,
      seeds: project.seeds.map(sourceFile),
      ...(project.history === null ? {} : {history: {...DEFAULT_HISTORY, schema: project.history}}),
    })
    if (!main.complete) return main.findings
    const drift = async (): Promise<readonly Finding[]> => {
      if (!master) return []
      const found = await read(at)
      const entries = new Map([...found.entries].filter(([, entry]) => !isOwn(entry)))
      const built: Source = {
        name: {name: folder.path, kind: 'migrations', serverVersion: place.serverVersion},
        major,
        opened: null,
        server: place.server,
        read: async () => ({...found, entries}),
      }
      const {changes} = toDrift(await compareSources(workspace, built, master))
      return changes.map((change) => differs(change, folder))
    }
    if (!tenants) return [...main.findings, ...(await drift())]
    const {template} = tenants
    const expected = master ? await master.read(pgDump) : null
    const inMaster = [...(expected?.entries.values() ?? [])].some(({schema}) => schema === template)
    // The master schema may hold the tenants' template, or leave it to their migrations.
    const before = inMaster ? [] : await drift()
    await withConnection(at, (client) => client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdent(template)}`))
    const ofTenants = await verify(at, tenants.folder, {
      ...options,
      history: {...DEFAULT_HISTORY, schema: template},
      searchPath: [template, 'public'],
    })
    const after = inMaster && ofTenants.complete ? await drift() : []
    return [...main.findings, ...before, ...ofTenants.findings, ...after]
  })
}

/** The migrations of tenants that have schemas of their own, and the schema in which they are tried. */
function tenantsOf({project}: Workspace): {readonly folder: Folder; readonly template: string} | null {
  const {tenancy} = project
  if (tenancy?.model !== 'schema' || !existsSync(tenancy.migrations)) return null
  return {folder: loadMigrations(relative(process.cwd(), tenancy.migrations) || '.'), template: tenancy.template}
}

/** A database with what the platform provides, and the roles that the files speak of. */
async function inEmptyShadow<T>(
  {project, signal}: Workspace,
  {server, own}: ShadowPlace,
  folders: readonly Folder[],
  work: (address: Address) => Promise<T>,
): Promise<T> {
  const files = [
    ...folders.flatMap(({versioned, repeatable}) => [...versioned, ...repeatable]),
    ...project.prelude.map(sourceFile),
  ]
  return withServer(server, async (client) => {
    if (own)
      await provideRoles(
        client,
        files.map(({text}) => text),
      )
    return withTemporaryDatabase(client, 'verify', async (name) => {
      const at = withDatabase(server, name)
      await client.query(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0 ENCODING 'UTF8'`)
      await applyRecipe(at, {files: project.prelude, root: project.root}, signal)
      return work(at)
    })
  })
}

function sourceFile(file: string): SourceFile {
  const path = relative(process.cwd(), file) || file
  return {file: path, path, text: readFileSync(file, 'utf8')}
}

/** What the files build and what the master schema says are two things. */
function differs({kind, identity, change, cosmetic, details, expected}: Change, {path}: Folder): Finding {
  const how =
    change === 'missing'
      ? `is in the master schema, but ${path} does not make it`
      : change === 'extra'
        ? `is made by ${path}, but is not in the master schema`
        : `is another in the master schema than ${path} makes${details.length ? `: ${details.join('; ')}` : ''}`
  return {
    rule: 'migrations-differ-from-master',
    severity: cosmetic ? 'info' : 'error',
    object: {kind, identity},
    file: null,
    line: null,
    message: `${kind} ${identity} ${how}`,
    cure: cosmetic ? null : 'pgplumb migrate new --from-drift "what it does" writes the migration that is missing',
    sql: change === 'missing' ? expected : null,
  }
}
