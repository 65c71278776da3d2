import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {findPrograms} from '../machine.js'
import {interleave, measure, peakOfNode} from '../measure.js'
import {pgplumb, startProject} from '../project.js'
import {schemaSql} from '../schema.js'

export const title = 'Reset'

/** A database dropped and made again, on pgplumb's embedded server, by pgplumb and by PostgreSQL's own programs. */
export async function* run({quick}) {
  for (const tables of quick ? [300] : [300, 6000]) {
    const sql = schemaSql(tables)
    const project = await startProject(sql)
    try {
      yield* compare(
        project,
        sql,
        tables,
        tables > 1000 ? {warm: 3, cold: 1} : {warm: quick ? 3 : 9, cold: quick ? 1 : 5},
      )
    } finally {
      project.stop()
    }
  }
}

function* compare({root: cwd, env}, sql, tables, rounds) {
  const bin = findPrograms(['psql', 'createdb', 'dropdb'])
  const own = {...env, PATH: `${bin}:${process.env.PATH}`}
  // What the server still does for the last reset would slow the next one's rival.
  const before = bin ? () => settle(own) : undefined
  const reset = {argv: pgplumb('reset', '--yes'), cwd, before}
  const script = 'dropdb --if-exists other && createdb other && psql -q -v ON_ERROR_STOP=1 -d other -f sql/schema.sql'
  const others = bin ? {psql: {argv: ['bash', '-c', script], cwd, env: own, before}} : {}
  const missing = bin ? null : 'no psql, createdb and dropdb here'
  let edits = 0
  const edit = () => {
    before?.()
    writeFileSync(join(cwd, 'sql/schema.sql'), `${sql}-- edit ${edits++}\n`)
  }
  const size = `${tables.toLocaleString('en')} tables`
  const against = ({psql}) => (bin ? {name: 'dropdb; createdb; psql -f', costs: psql} : null)

  const cold = interleave({reset: {...reset, before: edit}, ...others}, rounds.cold)
  yield {name: `pgplumb reset, ${size}, schema edited`, costs: cold.reset, against: against(cold), missing}
  // The second reset of an unchanged schema has the first spare made.
  measure(reset)
  const warm = interleave({reset, ...others}, rounds.warm)
  yield {
    name: `pgplumb reset, ${size}`,
    costs: warm.reset,
    against: against(warm),
    missing,
    aim: {unit: 'wall', most: 0.1},
    peaks: {pgplumb: peakOfNode(reset)},
  }
  // In a row, not by turns: this is no pair, so it has no ratio.
  const {again} = interleave({again: {...reset, before: undefined}}, rounds.warm)
  yield {name: `pgplumb reset, ${size}, at once after another`, costs: again}
}

/** Waits until the server has dropped what was put aside, and copied what is to be taken next. */
function settle(env) {
  const busy = `SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query ~ '^(CREATE|DROP) DATABASE'`
  while (execFileSync('psql', ['-Atd', 'postgres', '-c', busy], {env, encoding: 'utf8'}).trim() !== '0')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
}
