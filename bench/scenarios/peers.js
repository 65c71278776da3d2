import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {findPrograms, versionOf} from '../machine.js'
import {interleave, peakOf, peakOfNode, watchingPeak} from '../measure.js'
import {installPeers, peer, titleOf} from '../peers.js'
import {makeProject, pgplumb} from '../project.js'
import {EDITS, schemaSql} from '../schema.js'
import {startNative} from '../server.js'

export const title = 'Peers'

/** The longest that another tool may take. */
const MINUTES = 10

/** Two databases that differ in five places: pgplumb, the tools of npm, and pg_dump of both side by side. */
export async function* run({quick}) {
  const tables = quick ? 600 : 6000
  const size = `${tables.toLocaleString('en')} tables, 5 edits`
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump', 'createdb', 'psql'])
  if (!bin) {
    yield {name: `pgplumb and its peers, ${size}`, missing: 'no installed PostgreSQL here'}
    return
  }
  const missing = installPeers()
  const server = await startNative(bin)
  const [edited, same] = [server.url('edited'), server.url('same')]
  const project = makeProject({
    'pgplumb.yaml': `databases:\n  same: {url: "${same}"}\n  edited: {url: "${edited}"}\n`,
    'same.sql': schemaSql(tables),
    'edits.sql': EDITS,
  })
  try {
    const cwd = project.root
    const env = {...server.env, PATH: `${bin}:${process.env.PATH}`}
    const load = (database, file) => execFileSync(join(bin, 'psql'), ['-q', '-d', database, '-f', file], {cwd, env})
    execFileSync(join(bin, 'createdb'), ['same'], {env})
    load('same', 'same.sql')
    execFileSync(join(bin, 'createdb'), ['--template', 'same', 'edited'], {env})
    load('edited', 'edits.sql')
    const pgDump = join(bin, 'pg_dump')
    const both = `'${pgDump}' -s -d edited & '${pgDump}' -s -d same & wait`
    const programs = {
      dumps: {argv: ['bash', '-c', both], env},
      drift: {argv: pgplumb('drift', 'edited', 'same'), cwd, env, exit: 1},
      plan: {argv: pgplumb('plan', 'edited', 'same', '--no-prove'), cwd, env, exit: 1},
    }
    const proven = {argv: pgplumb('plan', 'edited', 'same'), cwd, env, exit: 1}
    const others = {
      'pg-delta': () => peer('pg-delta', 'plan', '--source', edited, '--desired', same),
      migra: () => peer('migra', edited, same, '--unsafe', '--with-privileges'),
    }
    const costs = interleave(programs, quick ? 3 : 5)
    const dumps = {name: `pg_dump ${versionOf(pgDump)} -s of both, side by side`, costs: costs.dumps}
    const peak = (name) => ({pgplumb: peakOfNode(programs[name])})
    yield {
      name: `pgplumb drift, ${size}`,
      costs: costs.drift,
      against: dumps,
      aim: {unit: 'wall', most: 1.25},
      peaks: {...peak('drift'), pg_dump: await peakOf({argv: [pgDump, '-s', '-d', 'edited'], env})},
      most: 250,
    }
    yield {
      name: `pgplumb plan --no-prove, ${size}`,
      costs: costs.plan,
      against: dumps,
      aim: {unit: 'wall', most: 1.5},
      peaks: peak('plan'),
      most: 250,
    }
    const slow = interleave({dumps: programs.dumps, proven}, quick ? 1 : 2)
    yield {
      name: `pgplumb plan, proven, ${size}`,
      costs: slow.proven,
      against: {...dumps, costs: slow.dumps},
      peaks: {pgplumb: peakOfNode(proven)},
    }
    for (const [name, argv] of Object.entries(others)) {
      const result = {name: `pgplumb plan --no-prove, ${size}`, aim: {unit: 'wall', most: 0.2}}
      if (missing) yield {...result, missing}
      else yield against(name, result, programs.plan, watchingPeak({argv: argv(), cwd, env, minutes: MINUTES}))
    }
  } finally {
    await server.stop()
    project.remove()
  }
}

/** One that does not come to its end in time, or fails, is said, and keeps nothing from being measured. */
function against(name, result, plan, other) {
  try {
    const costs = interleave({plan, other}, 1)
    return {
      ...result,
      costs: costs.plan,
      against: {name: titleOf(name), costs: costs.other},
      peaks: {[name]: other.peak()},
    }
  } catch (error) {
    return {...result, missing: `${titleOf(name)} ${error.message.trim().split('\n').slice(0, 3).join(' ')}`}
  }
}
