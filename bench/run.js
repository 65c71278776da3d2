// npm run bench [-- --quick] [-- --only reset]: pgplumb beside what it stands on, by turns, in one run, on this machine.
import {existsSync} from 'node:fs'
import {parseArgs} from 'node:util'
import {findPrograms, load, machine, versionOf} from './machine.js'
import {LAUNCHER} from './project.js'
import {header, row} from './report.js'

const {values} = parseArgs({options: {quick: {type: 'boolean', default: false}, only: {type: 'string'}}})
const ALL = [
  'start-up',
  'validate',
  'reset',
  'drift',
  'dump',
  'migrate',
  'tenants',
  'fleet',
  'peers',
  'cases',
  'rules',
  'prove',
  'maintain',
]
const wanted = values.only ? values.only.split(',') : ALL
const unknown = wanted.find((name) => !ALL.includes(name))
if (unknown) throw new Error(`there is no ${unknown}: ${ALL.join(', ')}`)
if (!existsSync(new URL('../dist/src/main.js', import.meta.url))) throw new Error('npm run build comes first')

const bin = findPrograms(['psql'])
console.log(
  `${machine()}; ${bin ? `installed PostgreSQL ${versionOf(`${bin}/psql`)}` : 'no PostgreSQL installed'}; load ${load()}`,
)
console.log(
  'Medians; ratios are medians over pairs of runs that took turns. CPU is user + system of the process and its children, without the server.\n',
)
console.log(header)
const start = performance.now()
for (const name of wanted) {
  const {run} = await import(`./scenarios/${name}.js`)
  for await (const result of run({quick: values.quick})) console.log(row(result))
}
console.log(`\n${Math.round((performance.now() - start) / 1000)} s; load ${load()} at the end; ${LAUNCHER}`)
