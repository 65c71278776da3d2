import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Failure} from '../failure.ts'
import type {Folder} from './files.ts'

export type NewOptions = {
  readonly now?: Date
  /** Writes a down file beside it, with these statements or none yet. */
  readonly down?: boolean | string
  /** The statements; absent: none yet. */
  readonly up?: string
}

export type NewFile = {readonly file: string; readonly text: string}

/**
 * The next migration, in the folder's own way of numbering.
 * @throws Failure `no_description`
 */
export function newMigration(folder: Folder, description: string, options: NewOptions = {}): readonly NewFile[] {
  const what = description.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
  const slug = slugOf(what)
  if (slug === '')
    throw new Failure('no_description', 'the description has no letter or digit', {
      hint: 'say what the migration does: pgplumb migrate new "add phone to users"',
    })
  const stem = `${nextVersion(folder, options.now ?? new Date())}_${slug}`
  const up = `-- WHAT: ${what}\n-- WHY:  \n\n${options.up ?? ''}`
  const down = `-- WHAT: undo "${what}"\n-- WHY:  what was there before has to come back\n\n${typeof options.down === 'string' ? options.down : ''}`
  return [{file: `${stem}.sql`, text: up}, ...(options.down ? [{file: `${stem}.down.sql`, text: down}] : [])]
}

/**
 * Writes new files, and no other: returns their paths.
 * @throws Failure `file_exists`
 */
export function writeMigration(folder: string, files: readonly NewFile[]): readonly string[] {
  mkdirSync(folder, {recursive: true})
  return files.map(({file, text}) => {
    const path = join(folder, file)
    try {
      writeFileSync(path, text, {flag: 'wx'})
    } catch (cause) {
      const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
      throw new Failure(exists ? 'file_exists' : 'cannot_write', `cannot write ${path}`, {cause})
    }
    return path
  })
}

// A file name of a NAME_MAX of 255 bytes has to hold the number and `.down.sql`, too.
const LONGEST_SLUG = 50

function slugOf(description: string): string {
  const slug = description
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '_')
  return [...slug]
    .slice(0, LONGEST_SLUG)
    .join('')
    .replaceAll(/^_+|_+$/g, '')
}

function nextVersion(folder: Folder, now: Date): string {
  const last = folder.versioned.at(-1)?.version
  if (last === undefined) return '001'
  if (/^(19|20)\d{6,}$/.test(last)) {
    const stamp = now.toISOString().replaceAll(/\D/g, '').padEnd(last.length, '0').slice(0, last.length)
    // Two in one second, or a clock that is behind the last author's.
    return stamp > last ? stamp : String(BigInt(last) + 1n)
  }
  const at = last.lastIndexOf('.') + 1
  const counter = last.slice(at)
  return last.slice(0, at) + String(BigInt(counter) + 1n).padStart(counter.length, '0')
}
