import {execFileSync} from 'node:child_process'
import {findPrograms} from '../machine.js'
import {interleave, peakOfNode} from '../measure.js'
import {makeProject, pgplumb} from '../project.js'
import {schemaSql} from '../schema.js'
import {startNative} from '../server.js'

export const title = 'Rules'

/** Every rule of every set, on a schema per tenant of six tables each: lint and rls check, each from start to end. */
export async function* run({quick}) {
  const tenants = quick ? 100 : 1000
  const size = `${(tenants * 6).toLocaleString('en')} tables`
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump', 'createdb', 'psql'])
  if (!bin) {
    yield {name: `pgplumb lint, all rules, ${size}`, missing: 'no installed PostgreSQL here'}
    return
  }
  const server = await startNative(bin)
  const project = makeProject({
    'pgplumb.yaml': `databases:\n  dev: {url: "${server.url('rules')}"}\nrules: {extends: all, fail-on: never}\n`,
    'sql/schema.sql': schemaSql(tenants * 6),
  })
  try {
    const cwd = project.root
    const env = {...server.env, PATH: `${bin}:${process.env.PATH}`}
    execFileSync(`${bin}/createdb`, ['rules'], {env})
    execFileSync(`${bin}/psql`, ['-q', '-1', '-d', 'rules', '-f', 'sql/schema.sql'], {cwd, env})
    execFileSync(`${bin}/psql`, ['-q', '-d', 'rules', '-c', 'ANALYZE'], {cwd, env})
    const lint = {argv: pgplumb('lint', '--json', '--output', 'lint.json'), cwd, env}
    const rls = {argv: pgplumb('rls', 'check', '--json', '--output', 'rls.json'), cwd, env}
    const costs = interleave({lint, rls}, quick ? 3 : 5)
    for (const [name, program] of Object.entries({lint, rls}))
      yield {
        name: `pgplumb ${name === 'rls' ? 'rls check' : 'lint'}, all rules, ${size}`,
        costs: costs[name],
        peaks: {pgplumb: peakOfNode(program)},
      }
  } finally {
    await server.stop()
    project.remove()
  }
}
