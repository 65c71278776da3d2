import {badge, html, type Markup, table} from '../html/page.ts'
import {type Looked, notLooked} from './looked.ts'

type Drift = {
  readonly expected: {readonly name: string}
  readonly changes: readonly {
    readonly kind: string
    readonly identity: string
    readonly change: string
    readonly cosmetic: boolean
    readonly details: readonly string[]
    readonly actual: string | null
    readonly expected: string | null
  }[]
}

const TONES = {missing: 'error', extra: 'warning', altered: 'warning'} as const

export function driftSection(drift: Looked<Drift>): Markup {
  if ('problem' in drift) return notLooked(drift.problem)
  const {changes, expected} = drift.seen
  if (changes.length === 0) return html`<p>${badge('ok', 'none')} It is true to ${expected.name}.</p>`
  return html`${changes.map(
    ({kind, identity, change, cosmetic, details, actual, expected}) => html`<details>
<summary>${badge(cosmetic ? 'info' : toneOf(change), change)} ${kind} ${identity}</summary>
${details.length ? html`<ul>${details.map((line) => html`<li>${line}</li>`)}</ul>` : null}
${actual === null ? null : html`<p class="soft">as it is</p><pre>${actual}</pre>`}
${expected === null ? null : html`<p class="soft">as it should be</p><pre>${expected}</pre>`}
</details>
`,
  )}`
}

const toneOf = (change: string) =>
  change === 'missing' || change === 'extra' || change === 'altered' ? TONES[change] : 'info'

const COMMANDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const

type Coverage = {
  readonly schema: string
  readonly table: string
  readonly kind: string
  readonly enabled: boolean
  readonly forced: boolean
  readonly commands: Readonly<
    Record<(typeof COMMANDS)[number], {readonly permissive: readonly string[]; readonly restrictive: readonly string[]}>
  >
}

export function coverageSection(coverage: Looked<readonly Coverage[]>): Markup {
  if ('problem' in coverage) return notLooked(coverage.problem)
  if (coverage.seen.length === 0) return html`<p class="soft">No table has the tenant column or row security.</p>`
  const yes = (is: boolean, kind: string) =>
    is ? badge('ok', 'yes') : badge(kind === 'partition' ? 'info' : 'error', 'no')
  return table(
    ['table', 'enabled', 'forced', ...COMMANDS].map((title) => ({title})),
    coverage.seen.map((one) => [
      one.schema === 'public' ? one.table : `${one.schema}.${one.table}`,
      yes(one.enabled, one.kind),
      yes(one.forced, one.kind),
      ...COMMANDS.map((command) => {
        const {permissive, restrictive} = one.commands[command]
        return permissive.length === 0
          ? 'none'
          : `${permissive.length}${restrictive.length ? ` − ${restrictive.length}` : ''}`
      }),
    ]),
  )
}
