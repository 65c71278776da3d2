// Throw-away projects for the built pgplumb, on its own server or on a given one.
import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {freePort} from './server.js'

export const LAUNCHER = fileURLToPath(new URL('../bin/run.cjs', import.meta.url))

/** The argv of pgplumb. */
export const pgplumb = (...args) => [process.execPath, LAUNCHER, ...args]

/** A project whose files are these, by path. */
export function makeProject(files) {
  const root = mkdtempSync(join(tmpdir(), 'pgplumb-bench-'))
  // Where root runs this, the server is another user.
  chmodSync(root, 0o755)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), {recursive: true})
    writeFileSync(join(root, path), text)
  }
  return {root, run: (...args) => run(root, args), remove: () => rmSync(root, {recursive: true, force: true})}
}

/** A project with an embedded server, that runs. `address` is for libpq programs. */
export async function startProject(schema, files = {}) {
  const port = await freePort()
  const config = `databases:\n  dev: {server: embedded, port: ${port}, database: bench, user: bench, password: bench}\n`
  const project = makeProject({'pgplumb.yaml': config, 'sql/schema.sql': schema, ...files})
  project.run('start')
  const env = {PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'bench', PGPASSWORD: 'bench'}
  return {
    ...project,
    env,
    stop: () => {
      project.run('stop')
      project.remove()
    },
  }
}

function run(cwd, args) {
  const [node, ...rest] = pgplumb(...args)
  return execFileSync(node, rest, {cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 30})
}
