import type {Equipped} from '../init/equip.ts'
import type {Recognised} from '../init/recognise.ts'
import type {Initialised} from '../workspace/init.ts'

/** What was written, what was recognised, and what to do next. */
export function renderInit(
  {files, recognised, proposal, problem, existing, tell}: Initialised & Pick<Equipped, 'tell'>,
  bin: string,
): string {
  const lines: string[] = []
  if (existing !== null) lines.push(`${existing} is there already: it stays as it is`)
  if (recognised) {
    const {tool, folder, asIs, files: copies, leftOut} = recognised
    lines.push(
      asIs
        ? `a project of ${tool}: ${folder} is read as it is`
        : `a project of ${tool}: ${copies.length} files of ${folder} were copied into sql/migrations; yours stay`,
    )
    if (leftOut.length > 0) lines.push(`left out, for they are not plain SQL: ${leftOut.join(', ')}`)
  }
  for (const {path, done} of files) lines.push(`${done === 'written' ? 'wrote' : 'kept '} ${path}`)
  for (const {path, lines: text} of tell) lines.push('', `add this to ${path}:`, '', text.trimEnd())
  if (problem !== null)
    lines.push('', `the migrations did not build a master schema: ${problem}`, ...mend(recognised, bin))
  if (existing === null) lines.push('', ...nextSteps(recognised !== null, proposal !== null, bin))
  return lines.join('\n')
}

function mend(recognised: Recognised | null, bin: string): string[] {
  const platform = recognised?.prelude
  return [
    ...(platform ? [`  add what ${recognised.tool} provides and they refer to, to ${platform.path}, or`] : []),
    `  ${bin} dump DATABASE --output sql/schema.sql takes it from a database that has them`,
  ]
}

function nextSteps(recognised: boolean, fromDatabase: boolean, bin: string): string[] {
  const step = (command: string, why: string): string => `  ${`${bin} ${command}`.padEnd(38)} ${why}`
  const begin = [
    step('start', 'servers; nothing needs to be installed'),
    step('apply', 'the master schema, to dev and test'),
  ]
  if (fromDatabase)
    return [
      'next: put the URL into .env, look through pgplumb.yaml, and',
      step('drift prod', 'nothing: it was just read'),
      step('migrate baseline prod --confirm prod', 'prod has what the migrations would do'),
      ...begin,
    ]
  return recognised
    ? [
        'next:',
        ...begin,
        step('migrate verify', 'do the migrations build the master schema?'),
        step('migrate baseline', 'on a database that has them already'),
      ]
    : ['next: write your tables into sql/schema.sql, and', ...begin]
}
