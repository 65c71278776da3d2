import {type ChildProcess, spawn} from 'node:child_process'
import {text} from 'node:stream/consumers'
import {onTestFinished} from 'vitest'

export type Outcome = {readonly code: number | null; readonly stdout: string; readonly stderr: string}

/** Runs node with the arguments, without a terminal and without the tester's colour settings. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return outcome(startNode(args, env))
}

export function startNode(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): ChildProcess {
  const child = spawnNode(args, env, cwd)
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** The same for what runs before and after tests: nothing ends it. */
export function spawnNode(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): ChildProcess {
  const {NO_COLOR: _no, FORCE_COLOR: _force, ...inherited} = process.env
  return spawn(process.execPath, args, {
    env: {...inherited, NODE_ENV: 'production', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
  })
}

export async function outcome(child: ChildProcess): Promise<Outcome> {
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [stdout, stderr] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
  ])
  return {code: await code, stdout, stderr}
}
