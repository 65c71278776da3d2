import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {findPrograms} from '../machine.js'
import {makeProject} from '../project.js'
import {schemaSql} from '../schema.js'
import {startNative} from '../server.js'

export const title = 'pg_dump'

const TABLES = 600

/** The WASM pg_dump against the installed one, on one server; each in a process of its own, without the start of Node. */
export async function* run({quick}) {
  const name = `the WASM pg_dump, ${TABLES} tables`
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump', 'createdb', 'psql'])
  if (!bin) {
    yield {name, missing: 'no installed PostgreSQL here'}
    return
  }
  const server = await startNative(bin)
  const project = makeProject({'schema.sql': schemaSql(TABLES)})
  try {
    execFileSync(join(bin, 'createdb'), ['other'], {env: server.env})
    execFileSync(join(bin, 'psql'), ['-q', '-d', 'other', '-f', join(project.root, 'schema.sql')], {env: server.env})
    const once = fileURLToPath(new URL('../dump-once.js', import.meta.url))
    const ask = (which) =>
      JSON.parse(execFileSync(process.execPath, [once, which, server.env.PGPORT], {encoding: 'utf8'}))
    const costs = {wasm: [], native: []}
    for (let round = 0; round < (quick ? 3 : 9); round++) {
      costs.wasm.push(ask('wasm'))
      costs.native.push(ask(join(bin, 'pg_dump')))
    }
    yield {
      name,
      costs: costs.wasm,
      against: {name: 'the installed pg_dump', costs: costs.native},
      aim: {unit: 'wall', most: 3},
      units: ['wall'],
    }
  } finally {
    await server.stop()
    project.remove()
  }
}
