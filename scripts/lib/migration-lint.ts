import {GROUPS, type LintRule, type RuleGroup} from '../../src/migrations/lint/rule.ts'
import {RULES} from '../../src/migrations/lint/rules/index.ts'

const TITLES: Readonly<Record<RuleGroup, string>> = {
  locks: 'Locks, scans and rewrites',
  transactions: 'Transactions',
  data: 'Data and running programs',
  reruns: 'Running a file twice',
  tenants: 'Tenants',
  design: 'Design',
}

const INTRODUCTION = `# What \`pgplumb migrate lint\` finds

Each rule is a file of its name in \`src/migrations/lint/rules\`; this page is made of them by
\`node scripts/migration-lint.js\`. What a rule says of locks, scans and rewrites is compared with a server in the tests.

A table that the same file makes, or an earlier one that is pending too, is new and harmless. With \`--database\` the
sizes of the tables count: what is over at once on a small table is no more than an info.

Accept a finding with a comment before the statement, \`-- pgplumb: ignore rule-name: why it is safe here\`, or, for the
whole file, \`-- pgplumb: ignore-file rule-name: why\`. A comment without a reason, or with nothing to ignore, is reported.
In the config, \`rules:\` sets a severity (\`drop-table: warning\`) or \`off\`; \`extends: all\` adds the optional rules.

Beside these: \`syntax-error\` (what the parser does not understand was not checked), \`transaction-control\`,
\`unused-ignore\`, \`ignore-without-reason\`, and, with \`--database\`, \`edited-migration\` and \`out-of-order-migration\`.
`

/** The page of all rules, as Markdown. */
export const migrationLintPage = (): string =>
  [
    INTRODUCTION,
    ...GROUPS.flatMap((group) => {
      const rules = RULES.filter((rule) => rule.group === group)
      return rules.length === 0
        ? []
        : [`## ${TITLES[group]}\n\n| rule | finds | safe form |\n|---|---|---|\n${rules.map(row).join('\n')}\n`]
    }),
    `## In full\n\n${RULES.map(section).join('\n')}`,
  ].join('\n')

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = ({name, what, cure, optional, severity}: LintRule): string =>
  `| [${name}](#${name}) (${optional ? 'optional, ' : ''}${severity}) | ${cell(what)} | ${cell(cure)} |`

const section = ({name, why, unsafe, safe, claim}: LintRule): string => {
  const effect = claim
    ? ` It takes ${claim.lock}${claim.rewrites ? ' and rewrites the table' : claim.scans ? ' and reads the whole table' : ''}.`
    : ''
  return `### ${name}\n\n${why}${effect}\n\n\`\`\`sql\n-- unsafe\n${unsafe}\n\n-- safe\n${safe}\n\`\`\`\n`
}
