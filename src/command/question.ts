import {createInterface} from 'node:readline/promises'

/** A question on the terminal; an empty answer is the default. */
export async function question(text: string, fallback: string): Promise<string> {
  const readline = createInterface({input: process.stdin, output: process.stderr})
  try {
    const answer = await readline.question(`${text}${fallback ? ` [${fallback}]` : ''}: `)
    return answer.trim() || fallback
  } finally {
    readline.close()
  }
}
