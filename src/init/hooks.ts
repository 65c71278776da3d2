import {existsSync, readFileSync, realpathSync} from 'node:fs'
import {join, relative} from 'node:path'
import {stringify} from 'yaml'
import {Failure} from '../failure.ts'
import {shellCommand} from '../shell.ts'
import type {Repository} from './repository.ts'

/** What a commit hook takes: a file to write, or lines for a file that a person keeps. Paths are those of the project. */
export type HookStep =
  | {readonly kind: 'write'; readonly path: string; readonly text: string}
  | {readonly kind: 'tell'; readonly path: string; readonly lines: string}

const RUN = 'npx --no-install pgplumb validate'

/**
 * How commits of this repository get checked: by husky, lefthook or pre-commit where one is there, else by git itself.
 * Null where it is done already.
 * @throws Failure `no_repository`
 */
export function hookStep(root: string, repository: Repository | null): HookStep | null {
  if (!repository) throw new Failure('no_repository', `there is no git repository in ${root}`, {hint: 'git init'})
  const {top, hooks} = repository
  const here = realpathSync(root)
  // Hooks run at the top of the repository, where the project need not be.
  const folder = relative(realpathSync(top), here)
  const run = folder ? `(cd ${shellCommand([folder])} && ${RUN})` : RUN
  const at = (file: string): string | null => (existsSync(join(top, file)) ? relative(here, join(top, file)) : null)

  if (at('.husky')) return appended(root, relative(here, join(top, '.husky/pre-commit')), `${run} || exit 1\n`)
  const lefthook = at('lefthook.yml') ?? at('lefthook.yaml') ?? at('.lefthook.yml')
  if (lefthook) {
    const pgplumb = {...(folder ? {root: `${folder}/`} : {}), glob: '*.sql', run: RUN}
    return told(root, lefthook, stringify({'pre-commit': {commands: {pgplumb}}}))
  }
  const preCommit = at('.pre-commit-config.yaml')
  if (preCommit)
    return told(
      root,
      preCommit,
      stringify([
        {
          repo: 'local',
          hooks: [
            {
              id: 'pgplumb-validate',
              name: 'pgplumb validate',
              entry: folder ? shellCommand(['sh', '-c', run]) : RUN,
              language: 'system',
              files: '\\.sql$',
              pass_filenames: false,
            },
          ],
        },
      ])
        .replaceAll(/^/gm, '  ')
        .trimEnd(),
    )
  const hook = relative(root, join(hooks, 'pre-commit'))
  return existsSync(join(root, hook))
    ? told(root, hook, `${run} || exit 1\n`)
    : {
        kind: 'write',
        path: hook,
        text: `#!/bin/sh\n# Refuses a commit whose SQL files are not valid; made by pgplumb init --hooks.\n${run} || exit 1\n`,
      }
}

function appended(root: string, path: string, line: string): HookStep | null {
  const before = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
  return before.includes('pgplumb')
    ? null
    : {kind: 'write', path, text: before + (before && !before.endsWith('\n') ? '\n' : '') + line}
}

const told = (root: string, path: string, lines: string): HookStep | null =>
  readFileSync(join(root, path), 'utf8').includes('pgplumb') ? null : {kind: 'tell', path, lines}
