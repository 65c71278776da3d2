import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Failure} from '../failure.ts'

/** What a commit hook takes: a file to write, or lines for a file that a person keeps. */
export type HookStep =
  | {readonly kind: 'write'; readonly path: string; readonly text: string}
  | {readonly kind: 'tell'; readonly path: string; readonly lines: string}

const RUN = 'npx --no-install pgplumb validate'

/**
 * How commits of this repository get checked: by husky, lefthook or pre-commit where one is there, else by git itself.
 * Null where it is done already.
 * @throws Failure `no_repository`
 */
export function hookStep(root: string): HookStep | null {
  if (existsSync(join(root, '.husky'))) return appended(root, '.husky/pre-commit', `${RUN}\n`)
  for (const file of ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml'])
    if (existsSync(join(root, file)))
      return told(root, file, `pre-commit:\n  commands:\n    pgplumb:\n      glob: "*.sql"\n      run: ${RUN}\n`)
  if (existsSync(join(root, '.pre-commit-config.yaml')))
    return told(
      root,
      '.pre-commit-config.yaml',
      `  - repo: local\n    hooks:\n      - id: pgplumb-validate\n        name: pgplumb validate\n        entry: ${RUN}\n        language: system\n        files: \\.sql$\n        pass_filenames: false\n`,
    )
  if (!existsSync(join(root, '.git')))
    throw new Failure('no_repository', `there is no git repository in ${root}`, {hint: 'git init'})
  const hook = '.git/hooks/pre-commit'
  return existsSync(join(root, hook))
    ? told(root, hook, `${RUN} || exit 1\n`)
    : {
        kind: 'write',
        path: hook,
        text: `#!/bin/sh\n# Refuses a commit whose SQL files are not valid; made by pgplumb init --hooks.\nexec ${RUN}\n`,
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
