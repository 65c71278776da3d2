import type {ChildProcess} from 'node:child_process'
import {existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {onTestFinished} from 'vitest'
import {type Address, urlOf} from '../../src/postgres/address.ts'
import {homeElsewhere} from '../../src/postgres/server/embedded/layout.ts'
import {stopServer} from '../../src/postgres/server/stop.ts'
import {createDatabase} from './database.ts'
import {temporaryFolder} from './folder.ts'
import {type Outcome, outcome, startNode} from './process.ts'

// The built program: `npm test` builds it first.
const bin = fileURLToPath(new URL('../../bin/run.cjs', import.meta.url))

export type TestProject = {
  readonly root: string
  /** Runs the built program in the project's folder. */
  readonly run: (...args: readonly string[]) => Promise<Outcome>
  readonly start: (...args: readonly string[]) => ChildProcess
  readonly write: (file: string, text: string) => void
}

/** A project of these files in a folder of its own. */
export function projectOf(files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}): TestProject {
  const root = temporaryFolder(files)
  onTestFinished(() => stopShadow(root))
  const start = (...args: readonly string[]) => startNode([bin, ...args], env, root)
  return {
    root,
    start,
    run: (...args) => outcome(start(...args)),
    write: (file, text) => writeFileSync(join(root, file), text),
  }
}

/** The server for shadows outlives the commands that need one, but not the project. */
async function stopShadow(root: string): Promise<void> {
  const dataDir = join(root, '.pgplumb/server-shadow')
  if (!existsSync(dataDir)) return
  const spec = {kind: 'embedded', name: 'shadow', dataDir, port: 0, settings: {}} as const
  await stopServer(spec)
  rmSync(homeElsewhere(spec), {recursive: true, force: true})
}

/** The URL of a test database, with the password that the test server may want. */
export function urlWithPassword(address: Address): string {
  const url = new URL(urlOf(address))
  url.password = address.password ?? ''
  return url.href
}

export type Databases = {readonly dev: Address; readonly test: Address}

/** A project with the two databases `dev` and `test` on the tests' server, disposable. */
export async function projectWithDatabases(
  files: Readonly<Record<string, string>>,
  config = '',
): Promise<TestProject & Databases> {
  const [dev, test] = [await createDatabase(), await createDatabase()]
  const databases = Object.entries({dev, test}).map(
    ([name, address]) => `  ${name}: {url: ${JSON.stringify(urlWithPassword(address))}, disposable: true}`,
  )
  const yaml = ['databases:', ...databases, config].join('\n')
  return {...projectOf({...files, 'pgplumb.yaml': yaml}), dev, test}
}

/** The keys of a JSON value with the types of what they hold; of a list, its first item. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length ? [shapeOf(value[0])] : []
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}

/** All files below a folder that hold the text, with their permissions. */
export function filesWith(folder: string, text: string): {readonly file: string; readonly mode: string}[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text))
    .map((file) => ({file, mode: (statSync(file).mode & 0o777).toString(8)}))
}
