import {identityOf, type Relation} from '../../dictionary/dictionary.ts'
import {shortType} from '../../dictionary/layout.ts'
import type {DictionaryPage} from './html.ts'
import {namer} from './names.ts'

/** The data dictionary as Markdown, with a Mermaid diagram per module, which GitHub and GitLab draw. */
export function renderMarkdown({title, lead, dictionary, modules}: DictionaryPage): string {
  const nameOf = namer(dictionary)
  const routines = dictionary.routines.map(
    (routine) =>
      `| ${code(nameOf(identityOf(routine)))} | ${code(routine.arguments)} | ${code(routine.result)} | ${cell(routine.comment)} |`,
  )
  const types = dictionary.types.map(
    (type) =>
      `| ${code(nameOf(identityOf(type)))} | ${type.kind} | ${code(type.base ?? [...type.labels, ...type.fields.map(({name}) => name)].join(', '))} | ${cell(type.comment)} |`,
  )
  return `${[
    `# ${title}`,
    lead,
    ...modules.flatMap((module) => [
      `## ${module.title}`,
      mermaid(module.relations, nameOf),
      ...module.relations.flatMap((relation) => relationText(relation, nameOf)),
    ]),
    ...section('## Functions', ['Name', 'Arguments', 'Result', 'What it does'], routines),
    ...section('## Types', ['Name', 'Kind', 'Values', 'What it is'], types),
  ].join('\n\n')}\n`
}

function relationText(relation: Relation, nameOf: (identity: string) => string): string[] {
  const primary = relation.constraints.find(({kind}) => kind === 'primary key')?.columns ?? []
  const columns = relation.columns.map(
    ({name, type, nullable, default: value, comment}) =>
      `| ${code(name)}${primary.includes(name) ? ' **PK**' : ''} | ${code(shortType(type))}${nullable ? ' or null' : ''} | ${value === null ? '' : code(value)} | ${cell(comment)} |`,
  )
  const list = (label: string, items: readonly string[]): string[] =>
    items.length > 0 ? [`${label}:\n\n${items.map((item) => `- ${item}`).join('\n')}`] : []
  return [
    `### ${nameOf(identityOf(relation))}`,
    [relation.kind, relation.row_security ? 'row security' : '', cell(relation.comment)].filter(Boolean).join('; '),
    ...section('', ['Column', 'Type', 'Default', 'What it is'], columns),
    ...list(
      'Foreign keys',
      relation.foreign_keys.map(({definition}) => code(definition)),
    ),
    ...list(
      'Constraints',
      relation.constraints.map(({definition}) => code(definition)),
    ),
    ...list(
      'Indexes',
      relation.indexes.map(({definition}) => code(definition)),
    ),
    ...list(
      'Policies',
      relation.policies.map((policy) => `${code(policy.name)} for ${policy.command} to ${policy.roles.join(', ')}`),
    ),
  ]
}

function mermaid(relations: readonly Relation[], nameOf: (identity: string) => string): string {
  const own = new Set(relations.map(identityOf))
  const quoted = (identity: string): string => `"${nameOf(identity).replaceAll('"', "'")}"`
  const lines = relations.flatMap((relation) => [
    `  ${quoted(identityOf(relation))}`,
    ...relation.foreign_keys
      .filter(({schema, table}) => own.has(`${schema}.${table}`))
      .map(
        ({schema, table, columns}) =>
          `  ${quoted(`${schema}.${table}`)} ||--o{ ${quoted(identityOf(relation))} : "${columns.join(', ').replaceAll('"', "'")}"`,
      ),
  ])
  return ['```mermaid', 'erDiagram', ...lines, '```'].join('\n')
}

const section = (title: string, heads: readonly string[], rows: readonly string[]): string[] =>
  rows.length === 0
    ? []
    : [
        ...(title ? [title] : []),
        [`| ${heads.join(' | ')} |`, `|${heads.map(() => ' --- |').join('')}`, ...rows].join('\n'),
      ]

const cell = (text: string | null): string =>
  (text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('<', '&lt;')

/** Code in a table: a backtick or a bar in it would end it. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')}${fence}`
}
