import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {findPrograms} from '../machine.js'
import {interleave, median} from '../measure.js'
import {makeProject, pgplumb} from '../project.js'
import {tenantSql} from '../schema.js'
import {startNative} from '../server.js'

export const title = 'Fleet'

const REGISTRY = `CREATE TABLE public.tenants (
  id serial PRIMARY KEY,
  subdomain varchar(63) UNIQUE NOT NULL,
  schema_name varchar(63) UNIQUE NOT NULL
);
`

/** A column in each tenant, by two workers on the queue and by `tenant migrate`. On a server that waits for its disk. */
export async function* run({quick}) {
  const tenants = quick ? 100 : 1000
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump', 'psql'])
  const what = `a column in ${tenants.toLocaleString('en')} tenants of six tables`
  if (!bin) {
    yield {name: `pgplumb fleet migrate, ${what}`, missing: 'no installed PostgreSQL here'}
    return
  }
  const server = await startNative(bin, {durable: true})
  const config = (database) =>
    `databases: {dev: {url: "${server.url(database)}"}}\ntenancy: {model: schema, migrations: tenant-migrations}\n`
  const quoted = (...args) =>
    pgplumb(...args)
      .map((word) => `'${word}'`)
      .join(' ')
  const work = quoted('fleet', 'work', '--until-done', '--config', 'queued.yaml')
  const project = makeProject({
    'base.yaml': config('base'),
    'queued.yaml': config('queued'),
    'straight.yaml': config('straight'),
    names: Array.from({length: tenants}, (_, i) => `t${String(i).padStart(4, '0')}`).join('\n'),
    'base.sql': REGISTRY + tenantSql('template'),
    'tenant-migrations/001_url.sql': 'ALTER TABLE customers ADD COLUMN linkedin_url varchar(255);\n',
    'queue.sh': `${quoted('fleet', 'migrate', '--config', 'queued.yaml')} || exit\n`,
    'two.sh': `${work} & first=$!\n${work} || exit\nwait $first\n`,
  })
  const cwd = project.root
  const env = {...server.env, PATH: `${bin}:${process.env.PATH}`}
  const sql = (database, ...args) =>
    execFileSync(join(bin, 'psql'), ['-qX', '-v', 'ON_ERROR_STOP=1', '-d', database, ...args], {cwd, env})
  const copy = (database) => {
    sql('postgres', '-c', `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    sql('postgres', '-c', `CREATE DATABASE ${database} TEMPLATE base`)
    sql('postgres', '-c', 'CHECKPOINT')
  }
  const program = ([command, ...args]) => execFileSync(command, args, {cwd, env, stdio: 'ignore'})
  try {
    sql('postgres', '-c', 'CREATE DATABASE base')
    sql('base', '-f', 'base.sql')
    program(pgplumb('tenant', 'create', '--from-file', 'names', '--config', 'base.yaml'))
    const costs = interleave(
      {
        queue: {
          argv: ['bash', '-c', 'bash queue.sh && bash two.sh'],
          cwd,
          env,
          before: () => copy('queued'),
        },
        work: {
          argv: ['bash', 'two.sh'],
          cwd,
          env,
          before: () => {
            copy('queued')
            program(['bash', 'queue.sh'])
          },
        },
        straight: {
          argv: pgplumb('tenant', 'migrate', '--config', 'straight.yaml'),
          cwd,
          env,
          before: () => copy('straight'),
        },
      },
      quick ? 2 : 3,
    )
    const against = {name: 'pgplumb tenant migrate', costs: costs.straight}
    yield {name: `pgplumb fleet migrate, then two workers, ${what}`, costs: costs.queue, against}
    const rate = Math.round((tenants * 1000) / median(costs.work.map(({wall}) => wall)))
    yield {
      name: `two workers alone, ${rate.toLocaleString('en')} jobs a second with their start`,
      costs: costs.work,
      against,
    }
  } finally {
    await server.stop()
    project.remove()
  }
}
