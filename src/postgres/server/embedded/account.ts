import {readFileSync} from 'node:fs'
import {stat} from 'node:fs/promises'

/** The user that the server runs as. */
export type Account = {
  readonly name: string
  readonly uid: number
  readonly gid: number
  /** True: not the user we are, so files and processes must be handed over to it. */
  readonly other: boolean
}

/** PostgreSQL refuses to run as root: then it is the owner of the data, `postgres` or `nobody`. */
export async function serverAccount(data: string): Promise<Account> {
  const uid = process.getuid?.() ?? -1
  const accounts = knownAccounts()
  if (uid !== 0) return {name: nameOf(uid, accounts), uid, gid: process.getgid?.() ?? -1, other: false}
  const owner = await stat(data).catch(() => undefined)
  if (owner && owner.uid !== 0) return {name: nameOf(owner.uid, accounts), uid: owner.uid, gid: owner.gid, other: true}
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((account) => account.name === name && account.uid !== 0)
    if (account) return {...account, other: true}
  }
  return {name: 'nobody', uid: 65534, gid: 65534, other: true}
}

type Known = {readonly name: string; readonly uid: number; readonly gid: number}

const nameOf = (uid: number, accounts: readonly Known[]): string =>
  accounts.find((account) => account.uid === uid)?.name ?? `with the id ${uid}`

function knownAccounts(): Known[] {
  let text: string
  try {
    text = readFileSync('/etc/passwd', 'utf8')
  } catch {
    // A container without a user database.
    return []
  }
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({name, uid: Number(uid), gid: Number(gid)}))
}

/** What spawn needs in order to run as the account. */
export const asAccount = (account: Account): {uid?: number; gid?: number} =>
  account.other ? {uid: account.uid, gid: account.gid} : {}
