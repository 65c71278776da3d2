import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {findPrograms} from '../machine.js'
import {interleave, peakOfNode} from '../measure.js'
import {pgplumb, startProject} from '../project.js'
import {schemaSql} from '../schema.js'

export const title = 'Reset'

/** A database dropped and made again, on pgplumb's embedded server, by pgplumb and by PostgreSQL's own programs. */
export async function* run({quick}) {
  for (const tables of quick ? [300] : [300, 6000]) {
    const sql = schemaSql(tables)
    const project = await startProject(sql)
    try {
      yield* compare(project, sql, tables, {warm: tables > 1000 ? 5 : 9, cold: tables > 1000 ? 3 : 5})
    } finally {
      project.stop()
    }
  }
}

function* compare({root: cwd, env}, sql, tables, rounds) {
  const reset = {argv: pgplumb('reset', '--yes'), cwd}
  const bin = findPrograms(['psql', 'createdb', 'dropdb'])
  const script = 'dropdb --if-exists other && createdb other && psql -q -v ON_ERROR_STOP=1 -d other'
  const psql = (flags) => ({
    argv: ['bash', '-c', `${script} ${flags} -f sql/schema.sql`],
    cwd,
    env: {...env, PATH: `${bin}:${process.env.PATH}`},
  })
  const others = bin ? {psql: psql(''), single: psql('--single-transaction')} : {}
  const missing = bin ? null : 'no psql, createdb and dropdb here'
  let edits = 0
  const edit = () => writeFileSync(join(cwd, 'sql/schema.sql'), `${sql}-- edit ${edits++}\n`)
  const size = `${tables.toLocaleString('en')} tables`

  const cold = interleave({reset: {...reset, before: edit}, ...others}, rounds.cold)
  const warm = interleave({reset, ...others}, rounds.warm)
  const against = (costs) => (bin ? {name: 'dropdb; createdb; psql -f', costs: costs.psql} : null)
  yield {
    name: `pgplumb reset, ${size}`,
    costs: warm.reset,
    against: against(warm),
    missing,
    aim: {unit: 'wall', most: 0.1},
    peaks: {pgplumb: peakOfNode(reset)},
  }
  yield {name: `pgplumb reset, ${size}, schema edited`, costs: cold.reset, against: against(cold), missing}
  if (bin)
    yield {
      name: `pgplumb reset, ${size}`,
      costs: warm.reset,
      against: {name: 'the same, psql --single-transaction', costs: warm.single},
    }
}
