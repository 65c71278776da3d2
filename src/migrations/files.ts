import {Failure} from '../failure.ts'
import {textChecksum} from './checksum.ts'
import {compareVersions, versionKey} from './version.ts'

/** A text file as it was found in the folder. */
export type SourceFile = {
  /** Without the folder. */
  readonly file: string
  /** As messages show it: folder and file name. */
  readonly path: string
  readonly text: string
}

export type Migration = SourceFile & {
  /** The number as the file name has it (`001`), or `R__views` for a repeatable file. */
  readonly version: string
  /** The rest of the file name, in words: `add phone to users`. */
  readonly name: string
  readonly repeatable: boolean
  readonly textChecksum: string
  readonly down: SourceFile | null
}

export type Folder = {
  readonly path: string
  /** In the order in which they run. */
  readonly versioned: readonly Migration[]
  /** Run after the versioned ones, by name, whenever their content changed. */
  readonly repeatable: readonly Migration[]
  /** Numbers that are missing between the first and the last; none under timestamp numbering. */
  readonly gaps: readonly string[]
  /** .sql files that have no number and so never run by themselves. */
  readonly unnumbered: readonly string[]
}

const SQL_FILE = /^(.*?)(?:\.(down|up))?\.sql$/isu
const VERSIONED = /^(\d+(?:\.\d+)*)(?:[_\-. ]+(.*?))?$/su
const REPEATABLE = /^R__(.+)$/su

/**
 * Makes sense of a folder's files; which of them are no .sql files is of no interest.
 * @throws Failure `duplicate_migration` (both files named), `orphan_down`
 */
export function readMigrations(entries: readonly {file: string; text: string}[], folder: string): Folder {
  const ups: Migration[] = []
  const downs: (SourceFile & {version: string})[] = []
  const unnumbered: string[] = []
  for (const {file, text} of [...entries].sort((a, b) => (a.file < b.file ? -1 : 1))) {
    const [, base, direction] = SQL_FILE.exec(file) ?? []
    if (base === undefined) continue
    const source = {file, path: `${folder}/${file}`, text}
    const isDown = direction?.toLowerCase() === 'down'
    const repeatable = REPEATABLE.exec(base)
    const versioned = repeatable ? null : VERSIONED.exec(base)
    const version = repeatable ? base : versioned?.[1]
    if (version === undefined) unnumbered.push(file)
    else if (isDown) downs.push({...source, version})
    else {
      const name = words(repeatable?.[1] ?? versioned?.[2] ?? '')
      ups.push({
        ...source,
        version,
        name,
        repeatable: repeatable !== null,
        textChecksum: textChecksum(text),
        down: null,
      })
    }
  }
  refuseDuplicates(ups)
  refuseDuplicates(downs)
  const undo = new Map(downs.map((down) => [versionKey(down.version), down]))
  const paired = undo.size === 0 ? ups : ups.map((up) => ({...up, down: undo.get(versionKey(up.version)) ?? null}))
  if (undo.size > 0) for (const up of ups) undo.delete(versionKey(up.version))
  const [orphan] = undo.values()
  if (orphan)
    throw new Failure('orphan_down', `${orphan.path} undoes a migration that is not there`, {
      hint: `restore version ${orphan.version}, or delete the down file`,
    })
  const numbered = paired.filter((up) => !up.repeatable).sort((a, b) => compareVersions(a.version, b.version))
  return {
    path: folder,
    versioned: numbered,
    repeatable: paired.filter((up) => up.repeatable),
    gaps: findGaps(numbered),
    unnumbered,
  }
}

const words = (slug: string): string => slug.replaceAll(/[_\s]+/g, ' ').trim()

function refuseDuplicates(files: readonly {version: string; path: string}[]): void {
  const seen = new Map<string, string>()
  for (const {version, path} of files) {
    const key = versionKey(version)
    const other = seen.get(key)
    if (other !== undefined)
      throw new Failure('duplicate_migration', `two files are version ${version}: ${other} and ${path}`, {
        hint: 'give the newer one the next number',
      })
    seen.set(key, path)
  }
}

// A year of timestamps would be one long list of gaps: only plain counting has them.
const LONGEST_COUNTER = 6

function findGaps(numbered: readonly Migration[]): string[] {
  const gaps: string[] = []
  for (const [i, {version}] of numbered.entries()) {
    const before = numbered[i - 1]?.version
    if (before === undefined || !isCounter(before) || !isCounter(version)) continue
    for (let n = Number(before) + 1; n < Number(version); n++) gaps.push(String(n).padStart(version.length, '0'))
  }
  return gaps
}

const isCounter = (version: string): boolean => /^\d+$/.test(version) && version.length <= LONGEST_COUNTER
