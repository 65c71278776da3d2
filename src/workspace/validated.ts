import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {readFile, rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import * as v from 'valibot'
import type {Finding} from '../finding.ts'
import {cacheFolder} from '../project/cache.ts'
import type {SqlFile, ValidateOptions} from '../schema/validate.ts'

/** By what was asked: the contents that were read for it, by path, and had no fault. */
const Known = v.record(v.string(), v.record(v.string(), v.string()))

/** A hook checks ever other sets of files: the oldest are forgotten. */
const KEPT = 50

/**
 * `validate`, which is quick to say again what it said of the same contents: files without a fault, and those that they
 * include, are remembered in the project's cache.
 */
export async function validateOnce(
  cacheDir: string,
  files: readonly SqlFile[],
  toolVersion: string,
  options: Pick<ValidateOptions, 'directory'>,
): Promise<Finding[]> {
  const question = JSON.stringify([toolVersion, options.directory, files.map(({file}) => file)])
  const known = await recall(cacheDir)
  const before = known[question]
  if (before && Object.entries(before).every(([file, hash]) => hashNow(file) === hash)) return []

  const {validate} = await import('../schema/validate.ts')
  const read: Record<string, string> = {}
  const findings = await validate(files, {
    ...options,
    readFile: (file) => {
      const content = readFileSync(file)
      read[file] = hashOf(content)
      return content
    },
  })
  const {[question]: _, ...others} = known
  if (findings.length === 0) await remember(cacheDir, [...Object.entries(others), [question, read] as const])
  return findings
}

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

function hashNow(file: string): string | null {
  try {
    return hashOf(readFileSync(file))
  } catch {
    // The check itself will say why it cannot be read.
    return null
  }
}

async function recall(cacheDir: string): Promise<v.InferOutput<typeof Known>> {
  try {
    return v.parse(Known, JSON.parse(await readFile(join(cacheDir, 'validated.json'), 'utf8')))
  } catch {
    // None yet, or of another version: nothing is known.
    return {}
  }
}

async function remember(
  cacheDir: string,
  known: readonly (readonly [string, Record<string, string>])[],
): Promise<void> {
  try {
    const file = join(await cacheFolder(cacheDir), 'validated.json')
    const draft = `${file}.${process.pid}`
    await writeFile(draft, JSON.stringify(Object.fromEntries(known.slice(-KEPT))))
    await rename(draft, file)
  } catch {
    // In a checkout that may not be written to the files are checked again next time.
  }
}
