import {type Dictionary, identityOf, type Routine, type UserType} from '../../dictionary/dictionary.ts'
import {layOut} from '../../dictionary/layout.ts'
import type {Module} from '../../dictionary/modules.ts'
import {html, type Markup, page, table} from '../html/page.ts'
import {diagram} from './diagram.ts'
import {anchorOf, linker, namer} from './names.ts'
import {SCRIPT} from './script.ts'
import {STYLE} from './style.ts'
import {relationSection} from './table.ts'

export type DictionaryPage = {
  readonly title: string
  /** What was read, when, by which version. */
  readonly lead: string
  readonly dictionary: Dictionary
  readonly modules: readonly Module[]
}

/** The data dictionary as one page that needs no network. */
export async function renderDictionary({title, lead, dictionary, modules}: DictionaryPage): Promise<string> {
  const nameOf = namer(dictionary)
  const link = linker(dictionary)
  const referrers = referrersOf(dictionary)
  const sections: Markup[] = []
  for (const [i, module] of modules.entries()) {
    const drawing = await layOut(module.relations, nameOf)
    sections.push(html`<section class="module" id="m-${i}">
<h2>${module.title}</h2>
${diagram(drawing, module.title, nameOf)}
${module.relations.map((relation) => relationSection(relation, referrers.get(identityOf(relation)) ?? [], nameOf, link))}
</section>`)
  }
  const body = html`<div class="layout">
<nav aria-label="Tables">
<input type="search" id="search" placeholder="Search  /" aria-label="Search tables, columns and comments" autocomplete="off">
<p class="soft" id="found" role="status"></p>
${modules.map(
  (module, i) => html`<div class="nav-module"><a href="#m-${i}">${module.title}</a>
<ul>${module.relations.map((relation) => html`<li><a href="#${anchorOf(identityOf(relation))}">${nameOf(identityOf(relation))}</a></li>`)}</ul></div>
`,
)}
${dictionary.routines.length > 0 ? html`<div class="nav-module"><a href="#functions">Functions</a></div>` : null}
${dictionary.types.length > 0 ? html`<div class="nav-module"><a href="#types">Types</a></div>` : null}
</nav>
<div class="content">
${sections}
${functions(dictionary.routines, nameOf)}
${types(dictionary.types, nameOf)}
</div>
</div>`
  return page({title, lead, body, style: STYLE, script: SCRIPT})
}

function functions(routines: readonly Routine[], nameOf: (identity: string) => string): Markup | null {
  if (routines.length === 0) return null
  const rows = routines.map((routine) => [
    html`<code>${nameOf(identityOf(routine))}</code>${routine.security_definer ? html` <span class="key" title="runs with its owner's rights">security definer</span>` : null}`,
    html`<code>${routine.arguments}</code>`,
    html`<code>${routine.result}</code>`,
    routine.comment ?? '',
  ])
  return html`<section id="functions"><h2>Functions</h2>
${table([{title: 'Name'}, {title: 'Arguments'}, {title: 'Result'}, {title: 'What it does'}], rows)}</section>`
}

function types(all: readonly UserType[], nameOf: (identity: string) => string): Markup | null {
  if (all.length === 0) return null
  const rows = all.map((type) => [
    html`<code>${nameOf(identityOf(type))}</code>`,
    type.kind,
    html`<code>${type.base ?? (type.labels.length > 0 ? type.labels.join(', ') : type.fields.map((field) => `${field.name} ${field.type}`).join(', '))}</code>`,
    type.comment ?? '',
  ])
  return html`<section id="types"><h2>Types</h2>
${table([{title: 'Name'}, {title: 'Kind'}, {title: 'Values'}, {title: 'What it is'}], rows)}</section>`
}

function referrersOf({relations}: Dictionary): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  for (const relation of relations)
    for (const {schema, table: target} of relation.foreign_keys) {
      const key = `${schema}.${target}`
      const set = found.get(key) ?? new Set()
      found.set(key, set.add(identityOf(relation)))
    }
  return new Map([...found].map(([key, set]) => [key, [...set]]))
}
