import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {findPrograms, versionOf} from '../machine.js'
import {interleave, peakOf, peakOfNode} from '../measure.js'
import {makeProject, pgplumb, startProject} from '../project.js'
import {editedSql, schemaSql} from '../schema.js'
import {startNative} from '../server.js'

export const title = 'Drift and plan'

/** A schema per tenant, six tables each: drift against the master schema, and a plan of five edits. */
export async function* run({quick}) {
  const tenants = quick ? 100 : 1000
  yield* native(tenants, quick ? 3 : 5)
  yield* embedded(tenants, quick ? 1 : 3)
}

/** With an installed pg_dump, on a server of its version. */
async function* native(tenants, rounds) {
  const size = `${tenants.toLocaleString('en')} schemas × 6 tables`
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump', 'createdb', 'psql'])
  if (!bin) {
    yield {name: `pgplumb drift, ${size}, installed pg_dump`, missing: 'no installed PostgreSQL here'}
    return
  }
  const server = await startNative(bin)
  const tables = tenants * 6
  const project = makeProject({
    'pgplumb.yaml': `databases:\n  same: {url: "${server.url('same')}"}\n  edited: {url: "${server.url('edited')}"}\n`,
    'sql/schema.sql': schemaSql(tables),
    'edited.sql': editedSql(tables),
  })
  try {
    const cwd = project.root
    const env = {...server.env, PATH: `${bin}:${process.env.PATH}`}
    for (const [database, file] of [
      ['same', 'sql/schema.sql'],
      ['edited', 'edited.sql'],
    ]) {
      execFileSync(join(bin, 'createdb'), [database], {env})
      execFileSync(join(bin, 'psql'), ['-q', '-d', database, '-f', file], {cwd, env})
    }
    const drift = {argv: pgplumb('drift', 'same'), cwd, env}
    const plan = {argv: pgplumb('plan', 'edited', '--no-prove'), cwd, env, exit: 1}
    const dump = {argv: [join(bin, 'pg_dump'), '-s', '-d', 'same'], env}
    const twice = {
      argv: ['bash', '-c', `'${join(bin, 'pg_dump')}' -s -d same; '${join(bin, 'pg_dump')}' -s -d edited`],
      env,
    }
    // The expected side is read once and kept.
    project.run('drift', 'same')
    const costs = interleave({drift, dump, plan, twice}, rounds)
    const version = `pg_dump ${versionOf(join(bin, 'pg_dump'))}`
    yield {
      name: `pgplumb drift, ${size}`,
      costs: costs.drift,
      against: {name: `${version} -s alone`, costs: costs.dump},
      aim: {unit: 'wall', most: 1.25},
      peaks: {pgplumb: peakOfNode(drift), pg_dump: await peakOf(dump)},
      most: 250,
    }
    yield {
      name: `pgplumb plan --no-prove of 5 edits, ${size}`,
      costs: costs.plan,
      against: {name: `${version} -s of both`, costs: costs.twice},
      peaks: {pgplumb: peakOfNode(plan)},
    }
  } finally {
    await server.stop()
    project.remove()
  }
}

/** With what comes with pgplumb alone: the embedded server and the WASM pg_dump (where none of its version is installed). */
async function* embedded(tenants, rounds) {
  const project = await startProject(schemaSql(tenants * 6))
  try {
    project.run('reset', '--yes')
    project.run('drift')
    const drift = {argv: pgplumb('drift'), cwd: project.root}
    yield {
      name: `pgplumb drift, ${tenants.toLocaleString('en')} schemas × 6 tables, embedded server and the pg_dump that pgplumb finds for it`,
      costs: interleave({drift}, rounds).drift,
      peaks: {pgplumb: peakOfNode(drift)},
    }
  } finally {
    project.stop()
  }
}
