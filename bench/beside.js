// Work that goes on beside a program that is measured.
import {spawn} from 'node:child_process'
import {mkdtempSync, openSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const PROGRAM = fileURLToPath(new URL('writers.js', import.meta.url))

/** Measured programs are waited for without the event loop, and so is this: it speaks through a file. */
export function startWriters({env, connections = 4, perSecond = 100}) {
  const folder = mkdtempSync(join(tmpdir(), 'pgplumb-writers-'))
  const said = join(folder, 'said')
  const child = spawn(process.execPath, [PROGRAM, String(connections), String(perSecond)], {
    env: {...process.env, ...env},
    stdio: ['ignore', openSync(said, 'w'), 'inherit'],
  })
  const heard = (pattern) => {
    for (let left = 1200; left > 0; left--) {
      const match = pattern.exec(readFileSync(said, 'utf8'))
      if (match) return match
      pause(100)
    }
    throw new Error('the writers say nothing')
  }
  heard(/^ready$/m)
  return {
    /** From now on is another phase. */
    mark: () => child.kill('SIGUSR1'),
    /** @returns {{took: number[], longest: number}[]} of each phase, in ms */
    stop: () => {
      child.kill('SIGTERM')
      const [phases] = heard(/^\[.*\]$/m)
      rmSync(folder, {recursive: true, force: true})
      return JSON.parse(phases)
    },
  }
}

/** Sleeps, and blocks. */
export const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

export function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
