import {access} from 'node:fs/promises'
import {join} from 'node:path'
import type {Tls} from '../address.ts'
import {home} from './home.ts'
import type {Env, Params} from './params.ts'

/** The certificate files that are given, else those that libpq takes from ~/.postgresql where they are. */
export async function certificateFiles(params: Params, env: Env): Promise<Omit<Tls, 'mode'>> {
  const folder =
    process.platform === 'win32' && env.APPDATA ? join(env.APPDATA, 'postgresql') : join(home(env), '.postgresql')
  const rootCert = params.sslrootcert ?? (await ifThere(join(folder, 'root.crt')))
  const cert = params.sslcert ?? (await ifThere(join(folder, 'postgresql.crt')))
  const key = params.sslkey ?? (cert ? await ifThere(join(folder, 'postgresql.key')) : undefined)
  return {...(rootCert ? {rootCert} : {}), ...(cert ? {cert} : {}), ...(key ? {key} : {})}
}

async function ifThere(file: string): Promise<string | undefined> {
  try {
    await access(file)
    return file
  } catch {
    return undefined
  }
}
