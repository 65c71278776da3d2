import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Address} from '../../src/postgres/address.ts'
import {temporaryFolder} from './folder.ts'

/** The built program: `npm test` builds it first. */
export const bin = fileURLToPath(new URL('../../bin/run.cjs', import.meta.url))

/** The config of a project on the disk, with these migrations and the database as `dev`. */
export function projectWith(files: Readonly<Record<string, string>>, address: Address): string {
  const {user, password, host, port, database} = address
  const url = `postgres://${user}${password ? `:${encodeURIComponent(password)}` : ''}@${host}:${port}/${database}`
  const folder = temporaryFolder({
    'pgplumb.yaml': `databases: {dev: {url: "${url}"}}`,
    ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`sql/migrations/${file}`, text])),
  })
  return join(folder, 'pgplumb.yaml')
}
