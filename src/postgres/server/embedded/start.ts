import {requireFreePort} from '../port.ts'
import type {EmbeddedServer, ServerOptions, Started, Wanted} from '../spec.ts'
import {endAbandoned} from './abandoned.ts'
import {serverAccount} from './account.ts'
import {setAdminPassword} from './admin.ts'
import {findBinaries} from './binaries.ts'
import {createData} from './create.ts'
import {requireFittingData} from './fitting.ts'
import {inFolder} from './folder.ts'
import {findLayout} from './layout.ts'
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
  return inFolder(spec, options, async () => {
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
    const pid = await launchOverRemains(spec, layout, account, binaries, options)
    return {started: true, pid, ...(await settle(spec, layout, wanted, false))}
  })
}
