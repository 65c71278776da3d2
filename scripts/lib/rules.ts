import {readFileSync} from 'node:fs'
import {HEALTH_GROUP} from '../../src/rules/check.ts'
import {loadRules, RULE_GROUPS, type Rule} from '../../src/rules/load.ts'

const ALL = [...RULE_GROUPS, HEALTH_GROUP] as const

const GROUPS: Readonly<Record<(typeof ALL)[number], string>> = {
  isolation: 'Who can reach whose rows. `rls check` runs them.',
  supabase: 'What the API of Supabase shows. `rls check` runs them where the config says `supabase/*: on`.',
  conventions: 'Names, types and columns. The config says what is agreed: `conventions`.',
  integrity: 'What keeps rows true.',
  indexes: 'Which indexes are missing, and which only cost.',
  security: 'What roles may do.',
  performance: 'What makes queries slow that need not be.',
  health: 'How a running database fares. `check` and `status` run them.',
}

const INTRODUCTION = `# What \`pgplumb rls check\` and \`pgplumb lint\` find

A rule is an SQL file, \`sql/rules/<group>/<rule>.sql\`, that can be tried in psql, or, where it reads the conditions of
policies, a small TypeScript file in \`src/rules/policies\`. This page is made of their headers by \`node scripts/rules.js\`.
\`pgplumb lint --explain RULE\` prints one of them. Each is tested by its life: a schema in which it finds nothing, the
fault, one finding, its cure, nothing again, and what only looks alike.

**recommended** rules run unless the config says otherwise, **strict** ones with \`--strict\` or \`rules: {extends: strict}\`,
**optional** ones when the config names them (\`supabase/*: on\`). In the config, \`rules:\` also sets severities, accepts
findings with a reason, and names a baseline: see [config.md](config.md). Rules of your own have the same form:
[sql/rules/README.md](../sql/rules/README.md).

\`--fix\` prints the SQL that mends what was found, \`--write-migration\` makes it the next migration. What only a person can
decide has no SQL.
`

/** The page of all rules, as Markdown. */
export async function rulesPage(): Promise<string> {
  const rules = await loadRules(ALL)
  const sections = ALL.flatMap((group) => [
    `## ${group}\n\n${GROUPS[group]}\n`,
    ...rules.filter((rule) => rule.group === group).map(section),
  ])
  return [INTRODUCTION, index(rules), ...sections, readFileSync(CONVENTIONS, 'utf8')].join('\n')
}

const CONVENTIONS = new URL('./rule-conventions.md', import.meta.url)

const index = (rules: readonly Rule[]): string =>
  `${ALL.map(
    (group) =>
      `- **${group}**: ${rules
        .filter((rule) => rule.group === group)
        .map(({name}) => `[${name}](#${name})`)
        .join(', ')}`,
  ).join('\n')}\n`

function section({name, title, severity, set, why, cure, since, references}: Rule): string {
  const version = since > 0 ? `, from PostgreSQL ${Math.floor(since / 10_000)}` : ''
  const see = references.map((reference) => `<${reference}>`).join(', ')
  return `### ${name}\n\n**${title}** (${set}, ${severity}${version}). ${why}\n\nCure: ${cure} See ${see}.\n`
}
