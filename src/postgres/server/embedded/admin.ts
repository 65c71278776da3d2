import {quoteIdent, quoteLiteral} from '../../quote.ts'
import type {ServerOptions} from '../spec.ts'
import type {Account} from './account.ts'
import type {Binaries} from './binaries.ts'
import type {Layout} from './layout.ts'
import {ADMIN, keepPasswords} from './passwords.ts'
import {runTool} from './run-tool.ts'

/** Gives the admin role the kept password, in single-user mode: `data` is of a server that does not run. */
export async function setAdminPassword(
  layout: Layout,
  data: string,
  account: Account,
  binaries: Binaries,
  {signal, sync = true}: ServerOptions & {readonly sync?: boolean},
): Promise<void> {
  const password = (await keepPasswords(layout, [ADMIN])).get(ADMIN) ?? ''
  const sql = `ALTER ROLE ${quoteIdent(ADMIN)} PASSWORD ${quoteLiteral(password)}\n`
  const args = ['--single', ...(sync ? [] : ['-F']), '-D', data, '-c', 'log_statement=none', 'postgres']
  await runTool(binaries.postgres, args, sql, {account, signal})
}
