import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {CI_HOSTS, type CiHost} from '../init/ci.ts'
import {recognise} from '../init/recognise.ts'
import {repositoryOf} from '../init/repository.ts'
import {note} from './output.ts'
import {question} from './question.ts'

export type InitAnswers = {
  readonly from?: string | undefined
  readonly server?: 'embedded' | 'docker' | undefined
  readonly hooks: boolean
  readonly ci?: CiHost | undefined
}

/** What a person on the terminal wants of `init`, where no flag says it. */
export async function askInit(root: string, flags: InitAnswers): Promise<InitAnswers> {
  const found = recognise(root)
  note(`A pgplumb project of ${root}. Enter takes what is in brackets; files that are there stay as they are.`)
  if (found) note(`This is a project of ${found.tool}: its files in ${found.folder} stay as they are.`)
  note('')
  const from =
    flags.from ?? (await question('Take the schema from a database? Its URL, or a variable that holds it', ''))
  const server =
    flags.server ?? (await question('Run dev and test by embedded servers, or in docker?', 'embedded', SERVERS))
  const hooks =
    flags.hooks ||
    ((await repositoryOf(root)) !== null &&
      (await question('Validate the SQL files before each commit?', 'no', ['yes', 'no'])) === 'yes')
  const ci =
    flags.ci ?? (await question('A pipeline: github, gitlab or none?', likelyHost(root), [...CI_HOSTS, 'none']))
  return {
    ...(from === '' ? {} : {from}),
    server: server === 'docker' ? 'docker' : 'embedded',
    hooks,
    ci: CI_HOSTS.find((host) => host === ci),
  }
}

const SERVERS = ['embedded', 'docker']

function likelyHost(root: string): CiHost | 'none' {
  if (existsSync(join(root, '.gitlab-ci.yml'))) return 'gitlab'
  return existsSync(join(root, '.github/workflows')) ? 'github' : 'none'
}
