import {execFile, spawn} from 'node:child_process'
import {mkdir, mkdtemp, rename, rm, stat, writeFile} from 'node:fs/promises'
import {dirname, join, relative, resolve} from 'node:path'
import {promisify} from 'node:util'
import {Failure} from '../failure.ts'
import {cacheFolder} from '../project/cache.ts'
import type {Workspace} from './workspace.ts'

const run = promisify(execFile)

/** `git:REF:path`, taken apart; null of any other text. The path may hold colons. */
export function parseGitSource(text: string): {readonly ref: string; readonly path: string} | null {
  const match = /^git:([^:]+):(.+)$/s.exec(text)
  return match?.[1] && match[2] ? {ref: match[1], path: match[2]} : null
}

/**
 * The SQL files of the repository as of a commit, in a folder under `.pgplumb/git`, made once for each commit. Returns
 * where `path` is in it, and the folder that stands for the project's root.
 * @throws Failure `no_git`, `no_commit`, `no_file`
 */
export async function checkout(
  {project}: Workspace,
  {ref, path}: {readonly ref: string; readonly path: string},
): Promise<{readonly path: string; readonly root: string}> {
  const top = (
    await git(project.root, ['rev-parse', '--show-toplevel'], `${project.root} is in no git repository`)
  ).trim()
  const commit = (
    await git(
      project.root,
      ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`],
      `git knows no commit ${ref}`,
    )
  ).trim()
  const folder = join(project.cacheDir, 'git', commit)
  if (!(await exists(folder))) await extract(top, commit, folder)
  const within = relative(top, resolve(process.cwd(), path))
  const found = join(folder, within)
  if (within.startsWith('..') || !(await exists(found)))
    throw new Failure('no_file', `commit ${ref} has no ${path}`, {
      hint: `git ls-tree -r --name-only ${ref} lists its files`,
    })
  return {path: found, root: join(folder, relative(top, project.root))}
}

/** Writes all SQL files of a commit, for any may be included by another. */
async function extract(top: string, commit: string, folder: string): Promise<void> {
  const names = (await git(top, ['ls-tree', '-r', '-z', '--name-only', commit], `git cannot list commit ${commit}`))
    .split('\0')
    .filter((name) => /\.(sql|psql|ddl)$/i.test(name))
  await cacheFolder(dirname(dirname(folder)), 'git')
  const half = await mkdtemp(`${folder}.`)
  try {
    for (const name of names) {
      const file = join(half, name)
      await mkdir(dirname(file), {recursive: true})
      await writeFile(file, await blob(top, `${commit}:${name}`))
    }
    await rename(half, folder)
  } catch (error) {
    await rm(half, {recursive: true, force: true})
    // Another run was quicker.
    if (!(await exists(folder))) throw error
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

function blob(top: string, object: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['cat-file', 'blob', object], {cwd: top, stdio: ['ignore', 'pipe', 'ignore']})
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(`git cat-file ${object}: exit ${code}`)),
    )
  })
}

async function git(cwd: string, args: readonly string[], problem: string): Promise<string> {
  try {
    const {stdout} = await run('git', [...args], {cwd, maxBuffer: 64 * 1024 * 1024})
    return stdout
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new Failure('no_git', 'git is not installed', {cause})
    const detail = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
    throw new Failure('no_commit', problem, {
      detail,
      hint: 'git:REF:path needs a repository, and a branch, tag or commit',
      cause,
    })
  }
}
