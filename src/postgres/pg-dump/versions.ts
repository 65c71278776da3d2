import {WASM_VERSION} from './choice.ts'
import {candidates, isDebianWrapper, usualPlaces} from './places.ts'
import {probe, probeContainer} from './probe.ts'

export type FoundPgDump = {
  readonly kind: 'configured' | 'installed' | 'container' | 'wasm'
  /** Null for the built-in one. */
  readonly path: string | null
  /** Null where it does not run; `problem` then says why. */
  readonly version: string | null
  readonly problem: string | null
}

export type VersionsOptions = {
  readonly configured?: string | null | undefined
  /** The PATH variable. */
  readonly path: string
  readonly container?: string | null | undefined
  readonly platform?: NodeJS.Platform
  readonly places?: readonly string[]
}

/** Every pg_dump there is, each asked for its version, in the order in which `choosePgDump` looks at them. */
export async function pgDumpVersions(options: VersionsOptions): Promise<readonly FoundPgDump[]> {
  const {configured, path, container, platform = process.platform, places = usualPlaces(platform)} = options
  const installed = await candidates(path, places, platform)
  return Promise.all([
    ...(configured ? [ask('configured', configured)] : []),
    ...installed.map((candidate) => ask('installed', candidate.path)),
    ...(container ? [ask('container', container)] : []),
    {kind: 'wasm', path: null, version: WASM_VERSION.text, problem: null} as const,
  ])
}

async function ask(kind: 'configured' | 'installed' | 'container', path: string): Promise<FoundPgDump> {
  if (kind === 'installed' && (await isDebianWrapper(path)))
    return {kind, path, version: null, problem: "Debian's wrapper, passed over"}
  const found = await (kind === 'container' ? probeContainer(path) : probe(path))
  return 'problem' in found
    ? {kind, path, version: null, problem: found.problem}
    : {kind, path, version: found.version.text, problem: null}
}
