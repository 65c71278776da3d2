import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {interleave} from '../measure.js'
import {makeProject, pgplumb} from '../project.js'
import {schemaSql} from '../schema.js'

export const title = 'Start-up'

/** What a command costs before it does anything, against Node itself. */
export function* run({quick}) {
  const project = makeProject({
    'pgplumb.yaml': 'databases:\n  dev: {server: embedded, port: 5433, database: app}\n',
    'sql/schema.sql': schemaSql(6),
  })
  try {
    const cwd = project.root
    const costs = interleave(
      {
        node: {argv: [process.execPath, '-e', '0'], cwd},
        version: {argv: pgplumb('--version'), cwd},
        help: {argv: pgplumb('--help'), cwd},
        validate: {
          argv: pgplumb('validate'),
          cwd,
          before: () => rmSync(join(cwd, '.pgplumb'), {recursive: true, force: true}),
        },
        again: {argv: pgplumb('validate'), cwd, before: () => project.run('validate')},
      },
      quick ? 7 : 21,
    )
    const against = {name: 'node -e 0', costs: costs.node}
    yield {name: 'pgplumb --version', costs: costs.version, against, aim: {unit: 'cpu', most: 1.3}}
    yield {name: 'pgplumb --help', costs: costs.help, against, aim: {unit: 'cpu', most: 2.5}}
    yield {name: 'pgplumb validate, 6 tables, edited', costs: costs.validate, against, aim: {unit: 'cpu', most: 2.5}}
    yield {name: 'pgplumb validate, 6 tables, unchanged', costs: costs.again, against, aim: {unit: 'cpu', most: 2.5}}
  } finally {
    project.remove()
  }
}
