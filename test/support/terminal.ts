import {spawn, spawnSync} from 'node:child_process'
import {shellCommand} from '../../src/shell.ts'

/** Whether this machine has the program that gives another one a terminal. */
export const hasTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false

/** As it stands on the screen: without the colours and the moves of the cursor. */
const plain = (text: string): string => text.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, '').replaceAll('\r', '')

/**
 * Runs a command on a terminal of its own and gives an answer to each prompt, a line that ends with a colon. Rejects where
 * a prompt has no answer left.
 */
export function onTerminal(
  command: readonly string[],
  {
    cwd,
    env = {},
    answers,
  }: {readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly answers: readonly string[]},
): Promise<{readonly code: number | null; readonly screen: string}> {
  const left = [...answers]
  const child = spawn('script', ['-qfec', shellCommand(command), '/dev/null'], {
    cwd,
    env: {...process.env, TERM: 'xterm', ...env},
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let screen = ''
    let answered = 0
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString()
      if (!/: $/.test(plain(screen.slice(answered)))) return
      answered = screen.length
      const answer = left.shift()
      if (answer === undefined) {
        child.kill('SIGKILL')
        reject(new Error(`a prompt that nobody answers:\n${plain(screen)}`))
      } else child.stdin.write(answer)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (left.length > 0) reject(new Error(`${left.length} answers that nobody asked for:\n${plain(screen)}`))
      else resolve({code, screen: plain(screen)})
    })
  })
}
