import {stringify} from 'yaml'
import type {Proposal} from './propose.ts'

export type Outline = {
  readonly name: string
  readonly schema: string
  /** What the platform provides; null where there is none. */
  readonly prelude: string | null
  readonly migrations: string
  readonly seeds: string | null
  /** Its port; null where there is none. */
  readonly embedded: number | null
  readonly docker: boolean
  /** The variable that holds the URL of a database that is there already. */
  readonly urlVariable: string | null
  readonly proposal: Proposal | null
  /** The tool whose migrations they are; null for pgplumb's own. */
  readonly tool: string | null
}

/** A pgplumb.yaml that a person can read and go on with. */
export function configText(outline: Outline): string {
  const {name, schema, prelude, migrations, seeds, proposal, tool} = outline
  return `${[
    '# yaml-language-server: $schema=./node_modules/pgplumb/pgplumb.schema.json',
    `# ${name}: one master schema, and the databases that are kept true to it.`,
    yaml({schema, ...(prelude === null ? {} : {prelude}), migrations, ...(seeds === null ? {} : {seeds})}),
    '',
    databases(outline),
    ...(proposal ? proposed(proposal) : []),
    ...(tool === null ? [] : foreign(tool)),
  ].join('\n')}\n`
}

const foreign = (tool: string): string[] => [
  '',
  `# Files that were written for ${tool} run once, and say in no header what they are for.`,
  yaml({rules: {'migration-not-idempotent': 'off', 'migration-header': 'off'}}),
]

function databases({embedded, docker, urlVariable}: Outline): string {
  const own = docker ? 'docker' : 'embedded'
  return [
    'databases:',
    ...(embedded === null
      ? []
      : [
          `  dev: { server: ${own}, port: ${embedded} }`,
          `  test: { server: ${own}, port: ${docker ? embedded + 1 : embedded} }`,
        ]),
    ...(urlVariable === null
      ? []
      : [`  # The URL is in .env, or in the environment.`, `  prod: { url: "\${${urlVariable}}", protected: true }`]),
  ].join('\n')
}

function proposed({isolation, tenancy, expire}: Proposal): string[] {
  const lines: string[] = []
  if (tenancy) {
    const {registry, schemaColumn, template} = tenancy
    lines.push(
      '',
      `# ${registry} has a column with schemas: a schema per tenant?`,
      yaml({
        tenancy: {model: 'schema', registry: {table: registry, schema: schemaColumn}, ...(template ? {template} : {})},
      }),
    )
    if (template === null) lines.push('  # template: the schema that new tenants are copies of')
  }
  if (isolation) {
    const {column, setting, role, tables} = isolation
    lines.push(
      '',
      `# ${tables} tables have ${column}. pgplumb rls check looks whether row security keeps these rows apart.`,
      yaml({isolation: {column, ...(setting ? {setting} : {}), ...(role ? {role} : {})}}),
    )
    if (!role) lines.push('  # role: the role that the application signs in as')
  }
  lines.push('', 'maintenance:', '  daily: [vacuum]', '  weekly: [analyze]', '  monthly: [reindex]')
  if (expire.length > 0)
    lines.push(
      '  # Rows that expire. Nothing is deleted until these lines are in effect; pgplumb maintain expire --dry-run counts.',
      '  # expire:',
      ...expire.map(
        ({table, column}) => `  #   - { table: ${scalar(table)}, column: ${scalar(column)}, retention: 7 days }`,
      ),
    )
  return lines
}

const yaml = (value: unknown): string => stringify(value, {lineWidth: 0}).trimEnd()
const scalar = (text: string): string => stringify(text).trimEnd()
