import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {interleave, peakOfNode} from '../measure.js'
import {makeProject, pgplumb} from '../project.js'
import {statementsSql} from '../schema.js'

export const title = 'Validate'

export function* run({quick}) {
  const project = makeProject({'sql/schema.sql': statementsSql(5000)})
  try {
    const cwd = project.root
    const forget = () => rmSync(join(cwd, '.pgplumb'), {recursive: true, force: true})
    const validate = {argv: pgplumb('validate'), cwd, before: forget}
    const costs = interleave({node: {argv: [process.execPath, '-e', '0'], cwd}, validate}, quick ? 3 : 7)
    yield {
      name: 'pgplumb validate, 5,000 statements',
      costs: costs.validate,
      against: {name: 'node -e 0', costs: costs.node},
      peaks: {pgplumb: peakOfNode(validate)},
    }
  } finally {
    project.remove()
  }
}
