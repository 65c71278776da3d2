import {writeFile} from 'node:fs/promises'
import {redact} from '../redact.ts'
import {createTheme, type Theme} from '../report/theme.ts'

/** Text for people goes through here or `note`, so that no password leaves the process. */
export const print = (text: string): void => {
  process.stdout.write(`${redact(text)}\n`)
}

/** For SQL that is to be run or kept: masking would change it. */
export const printExact = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** Secrets are masked before the value is written as JSON or XML, whose escapes would hide them from `redact`. */
export const withoutSecrets = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? redact(inner) : inner)))

export const printJson = (value: unknown): void => print(JSON.stringify(withoutSecrets(value), null, 2))

/** For notes beside the result. */
export const note = (text: string): void => {
  process.stderr.write(`${redact(text)}\n`)
}

/** Prints the text, or writes it to a file. */
export async function deliver(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) print(text)
  else await writeFile(file, `${redact(text)}\n`)
}

export const themeFor = (stream: NodeJS.WriteStream): Promise<Theme> => createTheme({env: process.env, stream})

/** The columns of the reader's terminal: lines longer than 120 are hard to read, and a pipe has no width. */
export const widthOf = (stream: NodeJS.WriteStream): number => Math.min(120, Math.max(40, stream.columns || 80))
