import {interleave, median} from '../../measure.js'
import {schemaSql} from '../../schema.js'

/** Every table, as the monthly run does it: what each needs is left out of it for both. */
export function* vacuums({make, own, other}, {tables, rounds, jobs, aim}) {
  make('tables', schemaSql(tables))
  const rivals = jobs.map((count) => `vacuumdb --analyze -j ${count}`)
  const costs = interleave(
    {
      pgplumb: own('maintain', 'vacuum', '*', '--database', 'tables'),
      ...Object.fromEntries(
        rivals.map((name, at) => [name, other('vacuumdb', '-q', '--analyze', '-j', String(jobs[at]), 'tables')]),
      ),
    },
    rounds,
  )
  const wall = (name) => median(costs[name].map((cost) => cost.wall))
  const [best] = rivals.toSorted((a, b) => wall(a) - wall(b))
  yield {
    name: `pgplumb maintain vacuum of ${tables.toLocaleString('en')} tables`,
    costs: costs.pgplumb,
    against: {name: `${best}, the best of -j ${jobs.join(', ')}`, costs: costs[best]},
    aim,
  }
}
