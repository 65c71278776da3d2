import {type BigIntStats, readFileSync, statSync} from 'node:fs'
import {readFile, rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import * as v from 'valibot'
import type {Finding} from '../finding.ts'
import {cacheFolder} from '../project/cache.ts'
import type {SqlFile, ValidateOptions} from '../schema/validate.ts'

/** By what was asked: the files that were read for it and had no fault, as they were. */
const Known = v.record(v.string(), v.record(v.string(), v.string()))

/** A hook checks ever other sets of files: the oldest are forgotten. */
const KEPT = 50

/**
 * `validate`, which is quick to say again what it said of the same files: those without a fault, and those that they
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
  if (before && Object.entries(before).every(([file, state]) => stateNow(file) === state)) return []

  const {validate} = await import('../schema/validate.ts')
  const read: Record<string, string> = {}
  const findings = await validate(files, {
    ...options,
    readFile: (file) => {
      // Before the content: who edits it meanwhile has it checked again.
      const state = stateNow(file)
      if (state !== null) read[file] = state
      return readFileSync(file)
    },
  })
  const {[question]: _, ...others} = known
  if (findings.length === 0) await remember(cacheDir, [...Object.entries(others), [question, read] as const])
  return findings
}

/** As git's index knows a file: whoever writes it, or puts another in its place, changes one of these; no tool can set ctime. */
const stateOf = ({ino, size, mtimeNs, ctimeNs}: BigIntStats): string => [ino, size, mtimeNs, ctimeNs].join(' ')

function stateNow(file: string): string | null {
  try {
    return stateOf(statSync(file, {bigint: true}))
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
