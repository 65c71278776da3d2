import {type Dictionary, identityOf} from '../../dictionary/dictionary.ts'
import {html, type Markup} from '../html/page.ts'

/** A name for `#`: any identifier is one, as PostgreSQL allows any text. */
export const anchorOf = (identity: string): string =>
  `t-${[...identity].map((letter) => (/[\w.-]/.test(letter) ? letter : `_${letter.codePointAt(0)?.toString(16)}`)).join('')}`

/** What a reader calls a table: without its schema where that is `public`, or the only one. */
export function namer({relations}: Dictionary): (identity: string) => string {
  const schemas = new Set(relations.map(({schema}) => schema))
  const [only] = schemas.size === 1 ? schemas : ['public']
  return (identity) =>
    only !== undefined && identity.startsWith(`${only}.`) ? identity.slice(only.length + 1) : identity
}

/** A link to a table's section; what the page does not have (of the platform, or another schema) is its name alone. */
export function linker(dictionary: Dictionary): (identity: string) => Markup {
  const known = new Set(dictionary.relations.map(identityOf))
  const nameOf = namer(dictionary)
  return (identity) =>
    known.has(identity) ? html`<a href="#${anchorOf(identity)}">${nameOf(identity)}</a>` : html`${nameOf(identity)}`
}
