import {randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {relative} from 'node:path'
import type {Change} from '../change.ts'
import type {Finding} from '../finding.ts'
import type {Folder, SourceFile} from '../migrations/files.ts'
import {DEFAULT_HISTORY} from '../migrations/history.ts'
import {verify} from '../migrations/verify/verify.ts'
import {type Address, withDatabase} from '../postgres/address.ts'
import {dropDatabase, withServer} from '../postgres/database.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {compare} from '../schema/compare.ts'
import {readDatabase} from '../schema/read.ts'
import {makeRoles, rolesIn} from '../schema/roles.ts'
import {applyRecipe, type ShadowPlace, withCopy} from '../schema/shadow.ts'
import {choosePgDumpFor} from './choose.ts'
import {compareSources, toDrift} from './compare.ts'
import {migrationsOf} from './migrate.ts'
import {isOwnObject} from './own-objects.ts'
import {shadowPlace} from './shadow-place.ts'
import {MASTER, openSource, type Source} from './source.ts'
import type {Workspace} from './workspace.ts'

/**
 * Proves on throw-away databases what the folder of migrations promises: that it builds the master schema, that each
 * file can run twice, that each down file undoes its up.
 * @throws Failure `no_migrations_folder` and those of making a shadow
 */
export async function verifyMigrations(workspace: Workspace): Promise<readonly Finding[]> {
  const {project, signal, onProgress} = workspace
  const folder = migrationsOf(workspace)
  // What it is compared with at the end is looked for first.
  const master = project.schema.length ? await openSource(workspace, MASTER) : null
  const place = await shadowPlace(workspace, null)
  const major = Number.parseInt(place.serverVersion, 10)
  const pgDump = await choosePgDumpFor(workspace, [major], null)
  const read = (address: Address) => readDatabase(address, {pgDump, ...(signal ? {signal} : {})})
  return inEmptyShadow(workspace, place, folder, async (at) => {
    const shadows = {
      copy: <T>(of: Address, work: (copy: Address) => Promise<T>) => withCopy(place.server, of.database, work),
      differ: async (actual: Address, expected: Address): Promise<readonly Change[]> => {
        const [found, wanted] = [await read(actual), await read(expected)]
        return (await compare(found, wanted, {ignore: isOwnObject})).filter(({cosmetic}) => !cosmetic)
      },
    }
    const seeds = project.seeds.map(sourceFile)
    const {findings, complete} = await verify(at, folder, {
      shadows,
      seeds,
      signal,
      ...(project.history === null ? {} : {history: {...DEFAULT_HISTORY, schema: project.history}}),
      ...(onProgress ? {onProgress} : {}),
    })
    if (!complete || !master) return findings
    const built: Source = {
      name: {name: folder.path, kind: 'migrations', serverVersion: place.serverVersion},
      major,
      opened: null,
      server: place.server,
      read: () => read(at),
    }
    const drift = toDrift(await compareSources(workspace, built, master))
    return [...findings, ...drift.changes.map((change) => differs(change, folder))]
  })
}

/** A database with what the platform provides, and the roles that the files speak of. */
async function inEmptyShadow<T>(
  {project, signal}: Workspace,
  {server, own}: ShadowPlace,
  folder: Folder,
  work: (address: Address) => Promise<T>,
): Promise<T> {
  const name = `pgplumb_verify_${randomBytes(6).toString('hex')}`
  const at = withDatabase(server, name)
  const files = [...folder.versioned, ...folder.repeatable, ...project.prelude.map(sourceFile)]
  return withServer(server, async (client) => {
    if (own) await makeRoles(client, await rolesIn(files.map(({text}) => text)))
    await client.query(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0 ENCODING 'UTF8'`)
    try {
      await applyRecipe(at, {files: project.prelude, root: project.root}, signal)
      return await work(at)
    } finally {
      await dropDatabase(client, name, {force: true})
    }
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
