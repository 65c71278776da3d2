import {Failure} from '../../failure.ts'
import type {Finding} from '../../finding.ts'
import type {Address} from '../../postgres/address.ts'
import {apply} from '../apply.ts'
import type {Folder, Migration, SourceFile} from '../files.ts'
import {DEFAULT_HISTORY, type HistoryTable} from '../history.ts'
import {refuseIfInterrupted} from '../interrupt.ts'
import type {Variables} from '../statements.ts'
import {type SeedRunner, wholeAgain} from './again.ts'
import {broken} from './findings.ts'
import {missingInHeader} from './header.ts'
import {scriptOf} from './script.ts'
import {type Shadows, type Stop, step} from './step.ts'
import {Walk} from './walk.ts'

export type VerifyOptions = {
  readonly shadows: Shadows
  readonly history?: HistoryTable
  readonly variables?: Variables
  /** Where the files' unqualified names are looked up; absent: as the server has it. */
  readonly searchPath?: readonly string[]
  /** Files of rows that are there before the whole folder runs again, as far as they run. */
  readonly seeds?: readonly SourceFile[]
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (file: string) => void
}

export type Verification = {
  readonly findings: readonly Finding[]
  /** Whether all files ran, so that the shadow is what they build. */
  readonly complete: boolean
}

/**
 * Walks an empty database (what the platform provides aside) through the whole folder and finds which file breaks which
 * promise: it runs; again at once, and the folder again from every state, changes neither schema nor rows; its down file
 * undoes it exactly; its header says WHAT and WHY.
 */
export function verify(at: Address, folder: Folder, options: VerifyOptions): Promise<Verification> {
  const {shadows, history = DEFAULT_HISTORY, variables = {}, searchPath, signal} = options
  const walkIn = (address: Address) =>
    new Walk(address, {history, variables, signal, ...(searchPath ? {searchPath} : {})})
  const ahead = walkIn(at)
  return folder.versioned.length + folder.repeatable.length < MANY
    ? walkThrough(ahead, ahead, folder, options)
    : shadows.copy(at, (copy) => walkThrough(ahead, walkIn(copy), folder, options))
}

/** From so many files on, the folder is run again in a shadow that follows the first: two at a time. */
const MANY = 20

async function walkThrough(ahead: Walk, behind: Walk, folder: Folder, options: VerifyOptions): Promise<Verification> {
  const {shadows, variables = {}, seeds = [], signal, onProgress} = options
  const files = [...folder.versioned, ...folder.repeatable]
  // In the order of the files, whichever is known first.
  const findings: Finding[][] = [files.flatMap(headerFindings)]
  const stops: Stop[] = []
  const leftOut = new Set<Stop>()
  let following: Promise<void> = Promise.resolve()
  const verification = async (complete: boolean) => {
    await following
    return {findings: findings.flat(), complete}
  }
  try {
    for (const [index, migration] of files.entries()) {
      refuseIfInterrupted(signal)
      onProgress?.(migration.file)
      try {
        const up = await scriptOf(migration, variables)
        const down = migration.down ? await scriptOf(migration.down, variables) : null
        const serverWide = up.serverWide ?? down?.serverWide
        if (serverWide) {
          findings.push([notVerified(migration, serverWide.script.line)])
          continue
        }
        const stop = {migration, up, down}
        const found = await step(ahead, stop, shadows)
        // What cannot run a second time at once cannot later, either.
        if (found.some(({rule}) => rule === 'migration-not-idempotent')) leftOut.add(stop)
        stops.push(stop)
        const ofAll: Finding[] = []
        findings.push(found, ofAll)
        const reached = [...stops]
        const seeded = index === files.length - 1 && seeds.length > 0 ? seeder(seeds, variables) : undefined
        following = following.then(async () => {
          if (behind !== ahead) await behind.use((session) => apply(session, migration, null, migration))
          if (reached.length > 1 || seeded) ofAll.push(...(await wholeAgain(behind, reached, leftOut, shadows, seeded)))
        })
        if (behind === ahead) await following
        // What it throws is thrown where it is waited for.
        else following.catch(() => {})
      } catch (error) {
        if (!(error instanceof Failure) || !FAULTS.has(error.code)) throw error
        findings.push([fails(migration, error)])
        return await verification(false)
      }
    }
    return await verification(true)
  } finally {
    await following.catch(() => {})
    await ahead.release()
    await behind.release()
  }
}

/** Failures that are the file's; all others say that nothing could be verified. */
const FAULTS = new Set([
  'migration_failed',
  'index_not_built',
  'transaction_control',
  'script_unterminated',
  'script_unclosed',
  'script_command',
  'script_include',
])

const seeder = (seeds: readonly SourceFile[], variables: Variables) => async (run: SeedRunner) => {
  for (const seed of seeds) await run((await scriptOf(seed, variables)).pieces)
}

const headerFindings = (migration: Migration): Finding[] => {
  const missing = missingInHeader(migration.text)
  if (missing.length === 0) return []
  return [
    broken('migration-header', migration, migration, `its header does not say ${missing.join(' and ')}`, {
      severity: 'warning',
      line: 1,
      cure: 'begin the file with two comments: -- WHAT: what it does, and -- WHY: what for',
    }),
  ]
}

const fails = (migration: Migration, error: Failure): Finding =>
  broken('migration-fails', migration, migration, `fails on what the files before it have made: ${error.message}`, {
    line: error.place?.line ?? null,
    ...(error.hint ? {cure: error.hint} : {}),
  })

const notVerified = (migration: Migration, line: number): Finding =>
  broken('migration-not-verified', migration, migration, 'acts on the whole server, and so was left out', {
    severity: 'info',
    line,
  })
