import {existsSync} from 'node:fs'
import {mkdir, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {requireFreePort} from '../port.ts'
import type {EmbeddedServer, ServerOptions, Started, Wanted} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import {endAbandoned} from './abandoned.ts'
import {serverAccount} from './account.ts'
import {setAdminPassword} from './admin.ts'
import {findBinaries} from './binaries.ts'
import {createData} from './create.ts'
import {requireFittingData} from './fitting.ts'
import {findLayout} from './layout.ts'
import {withLock} from './lock.ts'
import {hasAdminPassword} from './passwords.ts'
import {launchOverRemains} from './recover.ts'
import {findRunning} from './running.ts'
import {requireSettings, writeSettings} from './settings.ts'
import {settle} from './settle.ts'

/** Two starts at once: the second waits for the first, and finds the server running. */
export async function startEmbedded(
  spec: EmbeddedServer,
  wanted: readonly Wanted[],
  options: ServerOptions,
): Promise<Started> {
  requireSettings(spec)
  await makeFolder(spec)
  return withLock(join(resolve(spec.dataDir), 'lock'), options, async () => {
    const found = findLayout(spec)
    const running = found && (await findRunning(spec, found, options))
    if (found && running) {
      const changed = await writeSettings(spec, found)
      return {started: false, pid: running, ...(await settle(spec, found, wanted, changed))}
    }
    await endAbandoned(spec, options)
    await requireFreePort(spec.port)
    const account = await serverAccount(found?.data ?? spec.dataDir)
    const binaries = await findBinaries(account)
    if (found) {
      await requireFittingData(found, account, binaries)
      if (!(await hasAdminPassword(found))) await setAdminPassword(found, found.data, account, binaries, options)
    }
    const layout = found ?? (await createData(spec, account, binaries, options))
    await writeSettings(spec, layout)
    const pid = await launchOverRemains(layout, account, binaries, options)
    return {started: true, pid, ...(await settle(spec, layout, wanted, false))}
  })
}

/** The project's git must not see it: it holds passwords. */
async function makeFolder(spec: EmbeddedServer): Promise<void> {
  try {
    await mkdir(spec.dataDir, {recursive: true})
    const ignore = join(spec.dataDir, '.gitignore')
    if (!existsSync(ignore)) await writeFile(ignore, '*\n')
  } catch (error) {
    throw systemFailure(error, 'make the folder', spec.dataDir)
  }
}
