// Runs programs and says what they cost.
import {spawn, spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const scratch = mkdtempSync(join(tmpdir(), 'pgplumb-measure-'))
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}))
/** Of the GNU coreutils; elsewhere a program takes as long as it takes. */
const canLimit = spawnSync('timeout', ['--version']).status === 0
const TOO_LONG = 124
const [times, errors, peak] = ['times', 'errors', 'peak'].map((name) => join(scratch, name))

/** @typedef {{argv: string[], cwd?: string, env?: object, exit?: number, before?: () => void, after?: () => void, minutes?: number}} Program `minutes`: the longest it may take */
/** @typedef {{wall: number, cpu: number}} Cost milliseconds; cpu is user + system time of the whole process tree */

/** @param {Program} program @returns {Cost} @throws where it exits otherwise, or takes too long */
export function measure({argv: program, cwd, env, exit = 0, before, after, minutes}) {
  before?.()
  const argv = minutes && canLimit ? ['timeout', '--kill-after=5', `${minutes}m`, ...program] : program
  // bash's own `time` counts every child that was waited for; its output is kept apart from the program's.
  const script = `TIMEFORMAT='%3R %3U %3S'; { time "$@" >/dev/null 2>"$ERRORS"; } 2>"$TIMES"`
  const {status} = spawnSync('bash', ['-c', script, 'bash', ...argv], {
    cwd,
    env: {...process.env, ...env, LC_ALL: 'C', TIMES: times, ERRORS: errors},
  })
  after?.()
  if (status === TOO_LONG) throw new Error(`had not ended after ${minutes} minutes`)
  if (status !== exit)
    throw new Error(
      `${argv.join(' ')} exited with ${status}, not ${exit}:\n${readFileSync(errors, 'utf8').slice(-2000)}`,
    )
  const [real, user, system] = readFileSync(times, 'utf8').trim().split(/\s+/).map(Number)
  return {wall: real * 1000, cpu: (user + system) * 1000}
}

/**
 * Runs the programs by turns, so that what else the machine does meets all of them; every other round backwards.
 * @param {Record<string, Program>} programs @returns {Record<string, Cost[]>}
 */
export function interleave(programs, rounds) {
  const names = Object.keys(programs)
  const costs = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 ? names.toReversed() : names) costs[name].push(measure(programs[name]))
  return costs
}

/** The peak RSS of a Node program's own process, threads included, in MB. */
export function peakOfNode({argv, cwd, env, exit, before}) {
  const watched = watchingPeak({argv, cwd, exit, before, env})
  measure(watched)
  return watched.peak()
}

/** The program with its peak RSS known after each run, which costs a file written at its end. */
export function watchingPeak(program) {
  const hook = fileURLToPath(new URL('peak.cjs', import.meta.url))
  const env = {...program.env, NODE_OPTIONS: `--require ${hook}`, BENCH_PEAK: peak}
  return {...program, env, peak: () => Number(readFileSync(peak, 'utf8')) / 1024}
}

/** The peak RSS of any one program in MB, by asking the kernel again and again; null where there is no /proc. */
export async function peakOf({argv, cwd, env}) {
  if (process.platform !== 'linux') return null
  const program = spawn(argv[0], argv.slice(1), {cwd, env: {...process.env, ...env}, stdio: 'ignore'})
  let most = 0
  const timer = setInterval(() => {
    try {
      most = Math.max(
        most,
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1] ?? 0),
      )
    } catch (error) {
      // It has ended between two looks.
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error
    }
  }, 5)
  await new Promise((resolve) => program.once('close', resolve))
  clearInterval(timer)
  return most / 1024
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The median of the ratios of each pair, which a drift of the machine's speed does not touch. */
export const ratio = (costs, others, unit) => median(costs.map((cost, round) => cost[unit] / others[round][unit]))
