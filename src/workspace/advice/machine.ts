import {statfs} from 'node:fs/promises'
import {bytes} from '../../bytes.ts'
import {Failure} from '../../failure.ts'
import {docker} from '../../postgres/server/docker/cli.ts'
import {serverAccount} from '../../postgres/server/embedded/account.ts'
import {findBinaries} from '../../postgres/server/embedded/binaries.ts'
import type {Project} from '../../project/project.ts'
import type {Advice} from './advice.ts'

/** What doctor looks at on this machine. */
export async function machineAdvice(
  {databases, root, cacheDir}: Project,
  nodeVersion: string,
): Promise<readonly Advice[]> {
  const kinds = new Set(databases.map(({kind}) => kind))
  return [
    ...nodeAdvice(nodeVersion),
    // Shadows are made on an embedded server, too, where a database's own may not be used.
    ...(await binariesAdvice(
      async () => findBinaries(await serverAccount(cacheDir)),
      kinds.has('embedded') ? 'error' : 'warning',
    )),
    ...(kinds.has('docker') ? await binariesAdvice(dockerAnswers) : []),
    ...diskAdvice(await freeAt(root)),
  ]
}

export const OLDEST_NODE = [20, 19] as const

export function nodeAdvice(version: string): readonly Advice[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const [oldest, minorOfOldest] = OLDEST_NODE
  if (major > oldest || (major === oldest && minor >= minorOfOldest)) return []
  const message = `Node.js ${version} is older than ${OLDEST_NODE.join('.')}, the oldest that pgplumb runs on`
  return [machine('node', 'error', message, 'nvm install 22, or another way to a newer Node.js')]
}

/** What `find` fails with, as advice: the binaries of an embedded server, or docker. */
export async function binariesAdvice(
  find: () => Promise<unknown>,
  severity: Advice['severity'] = 'error',
): Promise<readonly Advice[]> {
  try {
    await find()
    return []
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [machine('binaries', severity, error.message, error.hint ?? 'install it')]
  }
}

async function dockerAnswers(): Promise<void> {
  const {code, stderr} = await docker(['version', '--format', '{{.Server.Version}}'])
  if (code !== 0) throw new Failure('no_docker', `docker does not answer: ${stderr.trim()}`, {hint: 'start its daemon'})
}

const TIGHT = 2 ** 30
const FULL = 200 * 2 ** 20

export function diskAdvice(free: number | null, database: string | null = null): readonly Advice[] {
  if (free === null || free >= TIGHT) return []
  const where = database === null ? 'in this folder' : 'where its server keeps the data'
  const cure =
    database === null
      ? 'make room; after pgplumb stop, .pgplumb may go, and with it the rows of the embedded databases'
      : 'make room there before VACUUM FULL, REINDEX or a migration that rewrites'
  const severity = free < FULL ? 'error' : 'warning'
  return [{check: 'disk', severity, database, message: `${bytes(free)} are free ${where}`, cure}]
}

async function freeAt(folder: string): Promise<number | null> {
  const found = await statfs(folder).catch(() => null)
  return found && found.bavail * found.bsize
}

const machine = (check: Advice['check'], severity: Advice['severity'], message: string, cure: string): Advice => ({
  check,
  severity,
  database: null,
  message,
  cure,
})
