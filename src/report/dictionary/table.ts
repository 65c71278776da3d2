import {type Column, identityOf, type Relation} from '../../dictionary/dictionary.ts'
import {shortType} from '../../dictionary/layout.ts'
import {badge, html, type Markup, table} from '../html/page.ts'
import {anchorOf} from './names.ts'

/** All that is known of one table or view. `referrers` are the tables that point at it. */
export function relationSection(
  relation: Relation,
  referrers: readonly string[],
  nameOf: (identity: string) => string,
  link: (identity: string) => Markup,
): Markup {
  const identity = identityOf(relation)
  const {columns, constraints, foreign_keys, indexes, policies, triggers, partitions} = relation
  const words = [
    nameOf(identity),
    relation.comment ?? '',
    ...columns.flatMap(({name, comment}) => [name, comment ?? '']),
  ]
  return html`<section class="relation" id="${anchorOf(identity)}" data-words="${words.join(' ').toLowerCase()}">
<h3>${nameOf(identity)} <span class="kind">${relation.kind}</span> ${protection(relation)}</h3>
${relation.comment === null ? null : html`<p>${relation.comment}</p>`}
${table(
  [{title: 'Column'}, {title: 'Type'}, {title: 'Default'}, {title: 'What it is'}],
  columns.map((column) => [
    html`<code>${column.name}</code>${keysOf(column.name, relation)}`,
    html`<code>${shortType(column.type)}</code>${column.nullable ? html` <span class="soft">or null</span>` : null}`,
    defaultOf(column),
    column.comment ?? '',
  ]),
)}
${list(
  'Foreign keys',
  foreign_keys.map(
    (key) =>
      html`<code>${key.columns.join(', ')}</code> → ${link(`${key.schema}.${key.table}`)} <span class="soft">${onDelete(key.definition)}</span>`,
  ),
)}
${list(
  'Referenced by',
  referrers.map((name) => link(name)),
  true,
)}
${list(
  'Constraints',
  constraints
    .filter(({kind}) => kind !== 'primary key')
    .map(({name, definition}) => html`<code>${definition}</code> <span class="soft">${name}</span>`),
)}
${list(
  'Indexes',
  indexes.map(
    ({definition, valid}) =>
      html`<code>${definition.replace(/^CREATE (UNIQUE )?INDEX (.*) ON (?:ONLY )?\S+ USING /, '$2: $1')}</code>${valid ? null : html` ${badge('error', 'invalid')}`}`,
  ),
)}
${list(
  'Policies',
  policies.map(
    (policy) =>
      html`<code>${policy.name}</code> ${policy.permissive ? '' : 'restrictive, '}for ${policy.command} to ${policy.roles.join(', ')}${policy.using === null ? null : html`<br>using <code>${policy.using}</code>`}${policy.check === null || policy.check === policy.using ? null : html`<br>with check <code>${policy.check}</code>`}`,
  ),
)}
${list(
  'Triggers',
  triggers.map(({definition}) => html`<code>${definition}</code>`),
)}
${relation.partition_key === null ? null : html`<p>Partitioned by <code>${relation.partition_key}</code>: ${partitions.join(', ')}</p>`}
${relation.definition === null ? null : html`<details><summary>Definition</summary><pre>${relation.definition}</pre></details>`}
</section>
`
}

function protection({row_security, row_security_forced, policies}: Relation): Markup | null {
  if (row_security) return badge('ok', row_security_forced ? 'row security, forced' : 'row security')
  return policies.length > 0 ? badge('error', 'policies, but row security is off') : null
}

function keysOf(column: string, {constraints, foreign_keys}: Relation): Markup {
  const isIn = (kind: string): boolean =>
    constraints.some((constraint) => constraint.kind === kind && constraint.columns.includes(column))
  return html`${isIn('primary key') ? html` <span class="key" title="primary key">PK</span>` : null}${foreign_keys.some(({columns}) => columns.includes(column)) ? html` <span class="key" title="foreign key">FK</span>` : null}${isIn('unique') ? html` <span class="key" title="unique">U</span>` : null}`
}

function defaultOf(column: Column): Markup | string {
  if (column.generated !== null) return html`<code>= ${column.generated}</code>`
  if (column.identity !== null) return html`<span class="soft">numbered, ${column.identity}</span>`
  if (column.default?.startsWith('nextval(')) return html`<span class="soft" title="${column.default}">numbered</span>`
  return column.default === null ? '' : html`<code>${column.default}</code>`
}

const onDelete = (definition: string): string =>
  /ON DELETE (.*?)(?: ON UPDATE| DEFERRABLE|$)/.exec(definition)?.[0] ?? ''

const list = (title: string, items: readonly Markup[], short = false): Markup | null =>
  items.length === 0
    ? null
    : html`<h4>${title}</h4>${short ? html`<p>${items.map((item, i) => html`${i > 0 ? ', ' : ''}${item}`)}</p>` : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`}`
