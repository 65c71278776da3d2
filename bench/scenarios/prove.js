import {execFileSync} from 'node:child_process'
import {findPrograms} from '../machine.js'
import {interleave, peakOfNode} from '../measure.js'
import {makeProject, pgplumb} from '../project.js'
import {startNative} from '../server.js'
import {tenantSchemaSql} from '../tenant-schema.js'

export const title = 'Isolation'

/** Every attempt on every table of a schema with a tenant column, from start to end: the clone, the rows, the attempts. */
export async function* run({quick}) {
  const tables = quick ? 100 : 500
  const name = `pgplumb rls prove, ${tables} tables`
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump', 'createdb', 'psql'])
  if (!bin) {
    yield {name, missing: 'no installed PostgreSQL here'}
    return
  }
  const server = await startNative(bin)
  const project = makeProject({
    'pgplumb.yaml': `databases:\n  dev: {url: "${server.url('prove')}"}\nisolation: {role: bench_application}\n`,
    'sql/schema.sql': `CREATE ROLE bench_application;\n${tenantSchemaSql(tables, 'bench_application')}`,
  })
  try {
    const cwd = project.root
    const env = {...server.env, PATH: `${bin}:${process.env.PATH}`}
    execFileSync(`${bin}/createdb`, ['prove'], {env})
    execFileSync(`${bin}/psql`, ['-q', '-1', '-d', 'prove', '-f', 'sql/schema.sql'], {cwd, env})
    const prove = {argv: pgplumb('rls', 'prove', '--json', '--output', 'prove.json'), cwd, env}
    const costs = interleave({prove}, 3)
    yield {name, costs: costs.prove, peaks: {pgplumb: peakOfNode(prove)}}
  } finally {
    await server.stop()
    project.remove()
  }
}
