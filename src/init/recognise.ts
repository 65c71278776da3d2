import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {sqlPath} from '../postgres/sql-file.ts'

export type NewFile = {readonly path: string; readonly text: string}

/** Another tool's project. */
export type Recognised = {
  readonly tool: string
  /** Where its migrations are, as the project has it. */
  readonly folder: string
  /** Whether pgplumb reads that folder as it is; else `files` are its migrations in pgplumb's form. */
  readonly asIs: boolean
  /** For `sql/migrations`; their numbers are those that the tool's history has. */
  readonly files: readonly NewFile[]
  /** Files that are no SQL, or are not understood: they stay where they are. */
  readonly leftOut: readonly string[]
  /** What the tool's platform has in a database before the project's own SQL runs. */
  readonly prelude?: NewFile
  /** The tool's own rows to begin with. */
  readonly seeds?: string
}

/** The tool that this folder's migrations are written for; null where it is none that is known. Reads, and writes nothing. */
export function recognise(root: string): Recognised | null {
  for (const find of [supabase, prisma, graphileMigrate, flyway, dbmate, nodePgMigrate, golangMigrate]) {
    const found = find(root)
    if (found) return found
  }
  return null
}

type Finder = (root: string) => Recognised | null

const supabase: Finder = (root) =>
  existsSync(join(root, 'supabase/config.toml')) && existsSync(join(root, 'supabase/migrations'))
    ? {
        tool: 'Supabase',
        folder: 'supabase/migrations',
        asIs: true,
        files: [],
        leftOut: [],
        prelude: {path: 'supabase/prelude.sql', text: readFileSync(sqlPath('init/supabase.sql'), 'utf8')},
        ...(existsSync(join(root, 'supabase/seed.sql')) ? {seeds: 'supabase/seed.sql'} : {}),
      }
    : null

const prisma: Finder = (root) => {
  const folder = 'prisma/migrations'
  if (!existsSync(join(root, 'prisma')) || !existsSync(join(root, folder))) return null
  const names = readdirSync(join(root, folder), {withFileTypes: true}).filter((entry) => entry.isDirectory())
  const files = names.flatMap(({name}) => {
    const text = readIfThere(join(root, folder, name, 'migration.sql'))
    return text === null ? [] : [migration(name, text)]
  })
  return files.length > 0 ? {tool: 'Prisma', folder, asIs: false, files, leftOut: []} : null
}

const graphileMigrate: Finder = (root) =>
  ['.gmrc', '.gmrc.js', '.gmrc.cjs'].some((file) => existsSync(join(root, file))) &&
  existsSync(join(root, 'migrations/committed'))
    ? {tool: 'graphile-migrate', folder: 'migrations/committed', asIs: true, files: [], leftOut: []}
    : null

const FLYWAY = /^([VU])(\d+(?:[._]\d+)*)__(.+)\.sql$/i

const flyway: Finder = (root) => {
  const folder = ['src/main/resources/db/migration', 'db/migration', 'sql', 'migrations'].find((path) =>
    sqlIn(root, path).some(({name}) => FLYWAY.test(name)),
  )
  if (folder === undefined) return null
  const found = sqlIn(root, folder)
  const files = found.flatMap(({name, text}) => {
    if (/^R__/.test(name)) return [{path: name, text}]
    const [, kind = '', version = '', title = ''] = FLYWAY.exec(name) ?? []
    if (!version) return []
    const stem = `${version.replaceAll('_', '.')}_${title}`
    return [{path: `${stem}${kind.toUpperCase() === 'U' ? '.down' : ''}.sql`, text}]
  })
  const leftOut = found.filter(({name}) => !FLYWAY.test(name) && !/^R__/.test(name)).map(({name}) => name)
  return {tool: 'Flyway', folder, asIs: false, files, leftOut}
}

const dbmate: Finder = (root) => {
  const folder = 'db/migrations'
  const found = sqlIn(root, folder)
  return found.some(({text}) => /^-- migrate:up/m.test(text))
    ? {tool: 'dbmate', folder, asIs: false, ...sections(found, /^-- migrate:up.*$/m, /^-- migrate:down.*$/m)}
    : null
}

const nodePgMigrate: Finder = (root) => {
  const manifest = readIfThere(join(root, 'package.json')) ?? ''
  const folder = 'migrations'
  if (!/"node-pg-migrate"\s*:/.test(manifest) || !existsSync(join(root, folder))) return null
  const written = readdirSync(join(root, folder)).filter((name) => /\.[cm]?[jt]s$/.test(name))
  const {files, leftOut} = sections(sqlIn(root, folder), /^-- Up Migration.*$/im, /^-- Down Migration.*$/im)
  return {tool: 'node-pg-migrate', folder, asIs: false, files, leftOut: [...leftOut, ...written]}
}

const golangMigrate: Finder = (root) => {
  const folder = ['migrations', 'db/migrations', 'db/migration'].find((path) =>
    sqlIn(root, path).some(({name}) => /^\d+_.*\.up\.sql$/.test(name)),
  )
  return folder === undefined ? null : {tool: 'golang-migrate', folder, asIs: true, files: [], leftOut: []}
}

/** Files with a part for the way up and one for the way down, as two files. */
function sections(
  found: readonly {readonly name: string; readonly text: string}[],
  up: RegExp,
  down: RegExp,
): Pick<Recognised, 'files' | 'leftOut'> {
  const files = found.flatMap(({name, text}): NewFile[] => {
    const [before = '', after] = text.split(down)
    const stem = name.replace(/\.sql$/, '')
    const undo = after?.trim() ? [{path: `${stem}.down.sql`, text: `${after.trim()}\n`}] : []
    return [migration(stem, before.replace(up, '').trim()), ...undo]
  })
  return {files, leftOut: []}
}

const migration = (stem: string, text: string): NewFile => ({path: `${stem}.sql`, text: `${text.trim()}\n`})

function sqlIn(root: string, folder: string): {readonly name: string; readonly text: string}[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), {withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
    .map(({name}) => ({name, text: readFileSync(join(root, folder, name), 'utf8')}))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null)
