// npm run bench:isolation [-- --quick]: single faults and harmless variants of two well-kept databases, and what finds them.
// A static check finds a variant where it reports something that it does not report of the well-kept database.
import {readFileSync} from 'node:fs'
import {parseArgs} from 'node:util'
import {register} from 'tsx/esm/api'

const {values} = parseArgs({
  options: {quick: {type: 'boolean', default: false}, verbose: {type: 'boolean', default: false}},
})
const unregister = register()
const {startEmbedded} = await import('../test/support/server-embedded.ts')
const {contractOf, openLab, SYSTEMS, variants} = await import('../test/isolation/lab.ts')
const {rlsCheck} = await import('../src/rules/check.ts')

const sqlOf = (name) => readFileSync(new URL(`isolation/${name}.sql`, import.meta.url), 'utf8')
const [splinter, pgrls] = ['splinter-style', 'pgrls-style'].map(sqlOf)

/** Names of what is reported, one for each thing. */
const CHECKERS = {
  'splinter-style catalog checks': (client, contract) => rowsOf(client, splinter, contract),
  'pgrls-style static checks': (client, contract) => rowsOf(client, pgrls, contract),
  'pgplumb rls check': async (client, {columns, setting, roles}) => {
    const {findings} = await rlsCheck(client, {tenantColumn: columns[0], setting, roles, extends: 'recommended'})
    return findings
      .filter(({severity}) => severity !== 'info')
      .map(({rule, key, object}) => `${rule} ${key ?? object?.identity}`)
  },
  'pgplumb rls prove': async (_client, _contract, lab, address) => {
    const {leaks, unproven} = await lab.proveAt(address)
    for (const {identity} of unproven) notProven.push(identity)
    return leaks.map(({identity, cell}) => `${identity} ${cell}`)
  },
}
const notProven = []

async function rowsOf(client, sql, {roles, columns}) {
  const {rows} = await client.query(sql, [roles[0], columns])
  return rows.map(({rule, object}) => `${rule} ${object}`)
}

const server = await startEmbedded()
const sums = Object.fromEntries(Object.keys(CHECKERS).map((name) => [name, {found: 0, missed: [], alarms: [], ms: 0}]))
const totals = {mutants: 0, benign: 0}
try {
  const url = new URL(server.url)
  const address = {
    host: url.hostname,
    port: Number(url.port),
    user: url.username,
    password: url.password,
    database: 'postgres',
    tls: {mode: 'disable'},
  }
  for (const system of SYSTEMS) {
    const lab = await openLab(address, system)
    const contract = contractOf(system, lab.app)
    const report = (sql) =>
      lab.inVariant(sql, async (client, place) => {
        const found = {}
        for (const [name, check] of Object.entries(CHECKERS)) {
          const start = performance.now()
          found[name] = new Set(await check(client, contract, lab, place))
          sums[name].ms += performance.now() - start
        }
        return found
      })
    const usual = await report('')
    for (const kind of ['mutants', 'benign']) {
      for (const [at, variant] of variants(system, kind).entries()) {
        if (values.quick && at % 5 > 0) continue
        totals[kind]++
        const reported = await report(variant.sql)
        for (const [name, found] of Object.entries(reported)) {
          const fresh = [...found].filter((one) => !usual[name].has(one))
          if (kind === 'benign') {
            if (fresh.length > 0) sums[name].alarms.push(`${system}: ${variant.name} (${fresh[0]})`)
          } else if (fresh.length > 0) sums[name].found++
          else sums[name].missed.push(`${system}: ${variant.name}`)
        }
      }
    }
    await lab.close()
  }
} finally {
  await server.stop()
  await unregister()
}

console.log(
  `${totals.mutants} single faults and ${totals.benign} harmless variants of two databases (${SYSTEMS.join(', ')})\n`,
)
console.log('| | faults found | missed | false alarms | ms a database |\n|---|---|---|---|---|')
for (const [name, {found, missed, alarms, ms}] of Object.entries(sums))
  console.log(
    `| ${name} | ${found} of ${totals.mutants} | ${missed.length} | ${alarms.length} of ${totals.benign} | ${Math.round(ms / (totals.mutants + totals.benign + SYSTEMS.length))} |`,
  )
console.log(`\n${notProven.length} paths were reported as not proven by rls prove.`)
if (values.verbose)
  for (const [name, {missed, alarms}] of Object.entries(sums))
    console.log(
      `\n${name}\n${[...missed.map((one) => `  missed: ${one}`), ...alarms.map((one) => `  false alarm: ${one}`)].join('\n')}`,
    )
