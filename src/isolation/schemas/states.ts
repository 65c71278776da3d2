import {quoteIdent, quoteLiteral} from '../../postgres/quote.ts'
import type {Preset} from '../catalog.ts'
import type {State} from '../states.ts'
import {haveRoles, type SchemaTenant, type Sides, signInTo} from './sides.ts'

/**
 * Who acts where each tenant has a schema: A, who may also point search_path and every setting at B where roles are what
 * keeps them apart; nobody; and B.
 */
export function schemaStates(
  sides: Sides,
  signIn: string | null,
  presets: readonly Preset[],
  settings: readonly string[],
): readonly State[] {
  const {attacker, victims} = sides
  const [victim] = victims
  const begin = (role: string): string[] =>
    presets.filter((one) => one.role === '' || one.role === role).map(({name, value}) => set(name, value))
  const as = (tenant: SchemaTenant): string[] => [...begin(tenant.role), signInTo(signIn, tenant)]
  const state = (label: string, who: State['who'], signIn: readonly string[]): State => ({
    label,
    who,
    writes: true,
    signIn,
  })
  const hostile = haveRoles(sides)
    ? [
        state('as A with the search_path of B', 'outsider', [
          ...as(attacker),
          `SET LOCAL search_path = ${quoteIdent(victim.schema)}, public`,
        ]),
        ...settings.flatMap((name) =>
          [victim.schema, victim.name].map((value) =>
            state(`as A with ${name} = '${value}'`, 'outsider', [...as(attacker), set(name, value)]),
          ),
        ),
      ]
    : []
  return [
    state('before anybody signed in', null, begin(attacker.role)),
    ...hostile,
    state(`as ${attacker.schema}`, 'attacker', as(attacker)),
    state(`as ${victim.schema}`, 'victim', inRole(sides, victim, as(victim))),
  ]
}

/** B's sign-in, where the session began as A's role. */
export const inRole = (sides: Sides, {role}: SchemaTenant, signIn: readonly string[]): string[] => [
  ...(role === sides.attacker.role ? [] : [`SET LOCAL ROLE ${quoteIdent(role)}`]),
  ...signIn,
]

const set = (name: string, value: string): string =>
  `SELECT set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`
