import {spawn} from 'node:child_process'
import {once} from 'node:events'
import type {Notify} from '../project/project.ts'
import {redact} from '../redact.ts'

const PATIENCE = 30_000

/**
 * Tells a command (JSON on its input) and a webhook (the same, posted) what was done. Returns what went wrong, in words:
 * work that was done is not undone because nobody could be told.
 */
export async function notify(
  {command, webhook}: Notify,
  body: object,
  {cwd, env}: {readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>>},
): Promise<readonly string[]> {
  const json = JSON.stringify(body, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value))
  const problems = await Promise.all([
    command === null ? null : runCommand(command, json, {cwd, env}),
    webhook === null ? null : post(webhook, json),
  ])
  return problems.filter((problem) => problem !== null)
}

async function runCommand(
  command: string,
  json: string,
  options: {readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>>},
): Promise<string | null> {
  const child = spawn(command, {...options, shell: true, stdio: ['pipe', 'ignore', 'pipe'], timeout: PATIENCE})
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-500)
  })
  // One that ends without reading closes the pipe; its exit code is what counts.
  child.stdin.on('error', () => {})
  child.stdin.end(json)
  try {
    const [code] = await once(child, 'close')
    return code === 0 ? null : `the notification command ended with ${code ?? 'a signal'}: ${said.trim()}`
  } catch (error) {
    return `the notification command could not be run: ${error instanceof Error ? error.message : error}`
  }
}

async function post(webhook: string, json: string): Promise<string | null> {
  if (webhook.includes('${')) return `the webhook ${webhook} is not known: set that variable`
  let host = 'the webhook'
  try {
    const url = new URL(webhook)
    // The path and the query of a webhook are its password.
    host = `the webhook at ${url.host}`
    const {ok, status} = await fetch(url, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: json,
      signal: AbortSignal.timeout(PATIENCE),
    })
    return ok ? null : `${host} answered ${status}`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return `${host} cannot be reached: ${cause instanceof Error && 'code' in cause ? cause.code : 'no answer'}`
  }
}
