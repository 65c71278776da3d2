import {readFileSync} from 'node:fs'
import {stat} from 'node:fs/promises'
import {userInfo} from 'node:os'

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
  if (uid !== 0) return {name: userInfo().username, uid, gid: process.getgid?.() ?? -1, other: false}
  const owner = await stat(data).catch(() => undefined)
  const accounts = knownAccounts()
  if (owner && owner.uid !== 0) {
    const name = accounts.find((account) => account.uid === owner.uid)?.name ?? String(owner.uid)
    return {name, uid: owner.uid, gid: owner.gid, other: true}
  }
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((account) => account.name === name && account.uid !== 0)
    if (account) return {...account, other: true}
  }
  return {name: 'nobody', uid: 65534, gid: 65534, other: true}
}

function knownAccounts(): {name: string; uid: number; gid: number}[] {
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
