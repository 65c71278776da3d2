import {execFile} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {basename, relative} from 'node:path'
import {promisify} from 'node:util'
import {Failure} from '../../failure.ts'
import {PROVE_RULES} from '../../isolation/findings.ts'
import {RULES as LINT_RULES} from '../../migrations/lint/rules/index.ts'
import {VERIFY_RULES} from '../../migrations/verify/findings.ts'
import {nearest} from '../../nearest.ts'
import {isLocal} from '../../postgres/address.ts'
import {resolveDatabase} from '../../project/databases.ts'
import type {Database, Project} from '../../project/project.ts'
import {allRules} from '../../rules/check.ts'
import type {Advice} from './advice.ts'

/** What smells in the config: not wrong, for then it would not load, but likely not meant. */
export async function configAdvice(project: Project): Promise<readonly Advice[]> {
  const databases = await resolved(project)
  return [
    ...filesAdvice(project),
    ...databases.flatMap((database) => farAdvice(database)),
    ...sameAdvice(databases),
    ...passwordAdvice(project, databases),
    ...(await rulesAdvice(project)),
    ...(await gitAdvice(project.root)),
  ]
}

/** Those whose variables are set; doctor says of each database what is wrong with it. */
async function resolved(project: Project): Promise<readonly Database[]> {
  const found: Database[] = []
  for (const {name} of project.databases)
    try {
      found.push(await resolveDatabase(project, name))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  return found
}

function filesAdvice({configFile, schema, migrations, root}: Project): readonly Advice[] {
  const found: Advice[] = []
  if (configFile === null) found.push(smell('info', null, 'there is no pgplumb.yaml', 'pgplumb init writes one'))
  if (!schema.some((file) => existsSync(file)))
    found.push(
      smell(
        'warning',
        null,
        `there is no master schema at ${relative(root, schema[0] ?? 'sql/schema.sql')}`,
        'write it, or take it from a database: pgplumb dump DATABASE --output sql/schema.sql',
      ),
    )
  if (!existsSync(migrations))
    found.push(
      smell('info', null, `there are no migrations at ${relative(root, migrations)}`, 'pgplumb migrate new "a title"'),
    )
  return found
}

function farAdvice({name, server, address, protected: isProtected, disposable}: Database): readonly Advice[] {
  if (server.kind !== 'url' || isLocal(address)) return []
  const found: Advice[] = []
  if (!isProtected && !disposable)
    found.push(
      smell('warning', name, `it is on ${address.host}, and not protected`, 'protected: true, or disposable: true'),
    )
  if (['disable', 'allow', 'prefer'].includes(address.tls.mode))
    found.push(
      smell(
        'warning',
        name,
        `sslmode=${address.tls.mode} lets anybody between here and ${address.host} read the password and the rows`,
        'sslmode=verify-full, and sslrootcert=system or the file of its authority',
      ),
    )
  return found
}

function sameAdvice(databases: readonly Database[]): readonly Advice[] {
  const seen = new Map<string, string>()
  return databases.flatMap(({name, address: {host, port, database}}) => {
    const place = `${host}:${port}/${database}`
    const first = seen.get(place)
    seen.set(place, first ?? name)
    const cure = 'give each a database of its own, or take one out'
    return first === undefined ? [] : [smell('warning', name, `it is the same database as ${first}, ${place}`, cure)]
  })
}

/** A password of a far database in a file that is meant to be committed. */
function passwordAdvice({configFile}: Project, databases: readonly Database[]): readonly Advice[] {
  if (configFile === null) return []
  // As it stands in a URL, with `%21` for an exclamation mark, or beside its key.
  const text = readFileSync(configFile, 'utf8').replaceAll(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      return escaped
    }
  })
  return databases.flatMap(({name, address}) => {
    const {password} = address
    if (isLocal(address) || !password) return []
    const isBesideKey = text
      .split(/password["']?\s*[:=]\s*["']?/i)
      .some((rest, i) => i > 0 && rest.startsWith(password))
    if (!isBesideKey && !text.includes(`:${password}@`)) return []
    const variable = `${name.toUpperCase().replaceAll(/\W/g, '_')}_DATABASE_URL`
    const cure = `url: "\${${variable}}", and ${variable} in .env, which git is to ignore`
    return [smell('warning', name, `its password stands in ${basename(configFile)}`, cure)]
  })
}

/** Names in `rules` that look like a slip of the pen: a rule that nobody named has its own severity. */
async function rulesAdvice({rules: {severities, ignore, folder}}: Project): Promise<readonly Advice[]> {
  const known = new Set([
    ...[...(await allRules(folder)), ...LINT_RULES].flatMap(({group, name}) => [
      name,
      `${group}/${name}`,
      `${group}/*`,
    ]),
    ...[...PROVE_RULES, ...VERIFY_RULES],
  ])
  const named = new Set([...Object.keys(severities), ...ignore.map(({rule}) => rule)])
  return [...named].flatMap((name) => {
    const meant = known.has(name) || name.includes('*') ? null : nearest(name, known)
    return meant === null
      ? []
      : [smell('warning', null, `rules names ${name}, which is no rule`, `did you mean ${meant}?`)]
  })
}

async function gitAdvice(root: string): Promise<readonly Advice[]> {
  const git = (...args: readonly string[]): Promise<string | null> =>
    promisify(execFile)('git', [...args], {cwd: root}).then(
      ({stdout}) => stdout,
      () => null,
    )
  if ((await git('rev-parse', '--is-inside-work-tree')) === null) return []
  const found: Advice[] = []
  if ((await git('check-ignore', '--quiet', '.pgplumb/')) === null)
    found.push(smell('warning', null, 'git does not ignore .pgplumb', "echo '.pgplumb/' >> .gitignore"))
  if (await git('ls-files', '--', '.env', '.env.local'))
    found.push(
      smell('warning', null, '.env is in git, with what is in it', "git rm --cached .env && echo '.env' >> .gitignore"),
    )
  return found
}

const smell = (severity: Advice['severity'], database: string | null, message: string, cure: string): Advice => ({
  check: 'config',
  severity,
  database,
  message,
  cure,
})
