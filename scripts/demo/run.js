import {spawn} from 'node:child_process'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'

const bin = fileURLToPath(new URL('../../bin/run.cjs', import.meta.url))
const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined ? {FORCE_COLOR: '1'} : {}

/** Runs the built pgplumb in a folder; until `stop(signal)`, which also ends what is running. */
export function runner(folder) {
  let child
  let stopped

  const start = async (args, {show, ...options}) => {
    if (stopped && !options.always) throw new Error(`stopped by ${stopped}`)
    child = spawn(process.execPath, [bin, ...args], {
      cwd: folder,
      // A group of its own: a Ctrl-C reaches it once, from `stop`, and not from the terminal as well.
      detached: true,
      env: {...process.env, ...(show ? colour : {})},
      stdio: ['ignore', 'pipe', show ? 'inherit' : 'pipe'],
    })
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve(code ?? signal))
    })
    if (show) child.stdout.on('data', (chunk) => process.stdout.write(chunk))
    const [stdout, stderr, exit] = await Promise.all([text(child.stdout), show ? '' : text(child.stderr), ended])
    child = undefined
    if (stopped && !options.always) throw new Error(`stopped by ${stopped}`)
    return {exit, stdout, stderr}
  }

  return {
    /** Runs a command as a reader would, with its output, and fails unless it exits as it should. */
    show: async (command, {exit: wanted = 0, says} = {}) => {
      process.stdout.write(`\n$ pgplumb ${command}\n`)
      const {exit, stdout} = await start(command.split(' '), {show: true})
      if (exit !== wanted) throw new Error(`pgplumb ${command} exited with ${exit}, not ${wanted}`)
      if (says !== undefined && !stdout.includes(says)) throw new Error(`pgplumb ${command} did not say "${says}"`)
      return stdout.trim()
    },
    /** What a command tells programs. */
    json: async (command, options = {}) => {
      const {stdout, stderr} = await start([...command.split(' '), '--json'], {...options, show: false})
      try {
        return JSON.parse(stdout)
      } catch (cause) {
        throw new Error(`pgplumb ${command} --json printed no JSON: ${stdout}${stderr}`, {cause})
      }
    },
    stop: (signal) => {
      stopped ??= signal
      child?.kill(signal)
    },
    stoppedBy: () => stopped,
  }
}
