import {Failure} from '../../failure.ts'
import {type PgDumpChoice, type RejectedPgDump, type ServerContainer, WASM_VERSION} from './choice.ts'
import {type Candidate, candidates, isDebianWrapper, usualPlaces} from './places.ts'
import {type PgDumpVersion, probe, probeContainer} from './probe.ts'

export type ChooseOptions = {
  /** The highest major version among the servers to be compared. */
  readonly serverMajor: number
  /** A path the user named: used, or refused with the reason; never passed over. */
  readonly configured?: string | null | undefined
  /** The PATH variable. */
  readonly path: string
  /** Where the one server that all is read from runs. Its pg_dump reaches no other server. */
  readonly container?: ServerContainer | null | undefined
  readonly platform?: NodeJS.Platform
  /** Folders to look in after PATH (`*` for one folder). Default: where installers put PostgreSQL. */
  readonly places?: readonly string[]
}

/**
 * Finds a pg_dump whose major version is not lower than the server's: the configured one; else an installed one; else
 * the one in the server's container; else the one that comes with us, built as WASM.
 *
 * Of several installed ones the lowest sufficient major version is taken, and of equals the first: a newer pg_dump
 * writes settings that an older server refuses (`transaction_timeout` since 17), so only the server's own version
 * prints what that server can surely load again. The search ends at the server's own version, for none is better.
 *
 * @throws Failure `bad_pg_dump` (the configured one), `server_newer_than_pg_dump`
 */
export async function choosePgDump(options: ChooseOptions): Promise<PgDumpChoice> {
  const {serverMajor, configured, container} = options
  if (configured) return chooseConfigured(configured, serverMajor)
  const rejected: RejectedPgDump[] = []
  return (
    (await chooseInstalled(options, rejected)) ??
    (container ? await chooseContained(container, serverMajor, rejected) : null) ??
    chooseWasm(serverMajor, rejected)
  )
}

async function chooseConfigured(path: string, serverMajor: number): Promise<PgDumpChoice> {
  const found = await probe(path)
  if ('problem' in found)
    throw new Failure('bad_pg_dump', `the configured pg_dump ${path} cannot be used: ${found.problem}`, {
      hint: 'correct the path, or remove it: pgplumb then finds a pg_dump by itself',
    })
  const {text, major} = found.version
  if (major < serverMajor)
    throw new Failure(
      'bad_pg_dump',
      `the configured pg_dump ${path} is version ${text}: too old for server ${serverMajor}`,
      {
        hint: `name a pg_dump of version ${serverMajor} or newer, or remove the path: pgplumb then finds one by itself`,
      },
    )
  return {kind: 'configured', path, version: text, major, why: 'it is the configured one', rejected: []}
}

async function chooseInstalled(options: ChooseOptions, rejected: RejectedPgDump[]): Promise<PgDumpChoice | null> {
  const {serverMajor, path, platform = process.platform, places = usualPlaces(platform)} = options
  let best: {path: string; version: PgDumpVersion} | null = null
  for (const candidate of await candidates(path, places, platform)) {
    const seen = await look(candidate, serverMajor, best?.version ?? null)
    if ('reason' in seen) {
      rejected.push({path: candidate.path, ...seen})
      continue
    }
    if (best) rejected.push({path: best.path, version: best.version.text, reason: fitsBetter(seen)})
    best = {path: candidate.path, version: seen}
    if (seen.major === serverMajor) break
  }
  if (!best) return null
  const {text, major} = best.version
  const why =
    major === serverMajor
      ? `installed, and of the server's own major version`
      : `installed, and of the lowest major version that reads server ${serverMajor}`
  return {kind: 'installed', path: best.path, version: text, major, why, rejected}
}

/** Its version, where that is nearer to the server's than the best so far; else why not. Runs it only where it must. */
async function look(
  {path, hint}: Candidate,
  serverMajor: number,
  best: PgDumpVersion | null,
): Promise<PgDumpVersion | Omit<RejectedPgDump, 'path'>> {
  const judge = (major: number): string | null =>
    major < serverMajor ? tooOld(serverMajor) : best && major >= best.major ? fitsBetter(best) : null
  if (await isDebianWrapper(path))
    return {version: null, reason: "Debian's wrapper: the programs behind it are looked at"}
  const guess = hint === null ? null : judge(hint)
  if (guess) return {version: String(hint), reason: guess}
  const found = await probe(path)
  if ('problem' in found) return {version: null, reason: found.problem}
  const reason = judge(found.version.major)
  return reason ? {version: found.version.text, reason} : found.version
}

async function chooseContained(
  container: ServerContainer,
  serverMajor: number,
  rejected: RejectedPgDump[],
): Promise<PgDumpChoice | null> {
  const found = await probeContainer(container.name)
  const path = `${container.name}:pg_dump`
  if ('problem' in found) rejected.push({path, version: null, reason: found.problem})
  else if (found.version.major < serverMajor)
    rejected.push({path, version: found.version.text, reason: tooOld(serverMajor)})
  else {
    const {text, major} = found.version
    const why = `none is installed that reads server ${serverMajor}; this one is in the server's container ${container.name}`
    return {kind: 'container', path: 'pg_dump', container, version: text, major, why, rejected}
  }
  return null
}

function chooseWasm(serverMajor: number, rejected: readonly RejectedPgDump[]): PgDumpChoice {
  if (WASM_VERSION.major < serverMajor)
    throw new Failure(
      'server_newer_than_pg_dump',
      `no pg_dump here can read a PostgreSQL ${serverMajor} server: the newest built in is ${WASM_VERSION.text}`,
      {
        hint: `install the PostgreSQL ${serverMajor} client programs, or name a pg_dump with --pg-dump`,
        ...(rejected.length > 0 ? {detail: rejected.map(describe).join('\n')} : {}),
      },
    )
  const why = `none is installed that reads server ${serverMajor}; this one comes with pgplumb`
  return {kind: 'wasm', version: WASM_VERSION.text, major: WASM_VERSION.major, why, rejected}
}

const describe = ({path, version, reason}: RejectedPgDump): string =>
  `${path}${version ? ` ${version}` : ''}: ${reason}`
const tooOld = (serverMajor: number): string => `too old for server ${serverMajor}`
const fitsBetter = (best: PgDumpVersion): string => `version ${best.text} is nearer to the server's`
