import {quoteLiteral} from '../postgres/quote.ts'
import type {Preset} from './catalog.ts'
import type {Contract} from './contract.ts'
import type {RowMaker} from './rows.ts'
import type {Identity} from './values.ts'

/** Who acts: signed in as somebody, or with the sign-in left out or spoilt. */
export type State = {
  /** `as tenant A`, `with the setting empty`. */
  readonly label: string
  /** Who it is, where it is somebody. */
  readonly who: Identity | null
  /** Whether writes are tried too: where reading tells enough, they are not. */
  readonly writes: boolean
  /** SQL that the application's role runs. */
  readonly signIn: readonly string[]
}

/** What each setting may hold that the SQL asks for beside the contract's. */
const SWITCHES = ['on', 'true', '1', 'admin']
const GARBAGE = [
  '%',
  '_%',
  "' OR '1'='1",
  'null',
  '0',
  '-1',
  '*',
  'true',
  'admin',
  '{}',
  '00000000-0000-0000-0000-000000000000',
]

/**
 * All states of a session, in the order in which they have to be tried: a setting that was once set is empty, and not
 * absent, for the rest of the session.
 */
export function sessionStates(
  contract: Contract,
  maker: RowMaker,
  presets: readonly Preset[],
  settings: readonly string[],
): readonly State[] {
  const begin = presets.map(({name, value}) => set(name, value))
  const preset = presets.some(({name}) => name === contract.setting)
  const state = (label: string, who: Identity | null, writes: boolean, signIn: readonly string[]): State => ({
    label,
    who,
    writes,
    signIn: [...begin, ...signIn],
  })
  const victim = maker.id('tenant', 'victim') || maker.id('user', 'victim')
  const spoilt = [...new Set([...GARBAGE, victim.slice(0, -1), victim.slice(0, 8), `${victim}x`])].filter(
    (text) => text !== '' && text !== victim,
  )
  const others = settings.filter((name) => name !== contract.setting && !contract.signIn?.includes(name))
  const as = (who: Identity): string[] => signIn(contract, maker.id('tenant', who), maker.id('user', who))
  return [
    state(preset ? `as a session begins (${contract.setting} is preset)` : 'before anybody signed in', null, true, []),
    state('signed in as nobody (empty)', null, true, signIn(contract, '', '')),
    ...spoilt.map((text) =>
      state(`signed in as ${quoteLiteral(text).trim()}`, null, false, signIn(contract, text, text)),
    ),
    ...others.flatMap((name) =>
      SWITCHES.map((value, at) =>
        state(`with ${name} = '${value}'`, 'outsider', at === 0, [...as('outsider'), set(name, value)]),
      ),
    ),
    state('as one who owns nothing', 'outsider', true, as('outsider')),
    ...(contract.formerMembers.length > 0 ? [state('as a former member of B', 'former', true, as('former'))] : []),
    state('as tenant A', 'attacker', true, as('attacker')),
    state('as tenant B', 'victim', true, as('victim')),
  ]
}

const set = (name: string, value: string): string =>
  `SELECT set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`

export function signIn({signIn: snippet, setting}: Contract, tenant: string, user: string): string[] {
  if (snippet === null) return [set(setting, tenant)]
  return [snippet.replaceAll(/:(tenant|user)\b/g, (_, word) => quoteLiteral(word === 'tenant' ? tenant : user))]
}
