import {Failure} from '../../../failure.ts'
import type {Step} from '../../../plan.ts'
import type {Schema} from '../../entry.ts'
import {hazard, step} from '../step.ts'
import {type Finder, finder, type Named} from './find.ts'
import {pathText, type Rename, renameText} from './rename.ts'
import {renameLock, renameSql} from './sql.ts'

export type RenameSteps = {
  readonly steps: readonly Step[]
  /** Those that there was something to do for, as --rename takes them. */
  readonly done: readonly string[]
}

/** Names that programs use: whoever still says the old one fails. */
const USED = new Set([
  'table',
  'view',
  'materialized view',
  'column',
  'function',
  'procedure',
  'schema',
  'type',
  'value',
])

/**
 * The steps that rename in ACTUAL, parts before what they are part of. What has its new name already is passed over.
 * The parser must be loaded.
 * @throws Failure `unknown_rename`, `ambiguous_rename`, `rename_conflict`
 */
export function renameSteps(actual: Schema, expected: Schema, renames: readonly Rename[]): RenameSteps {
  const [inActual, inExpected] = [finder(actual), finder(expected)]
  const steps: {readonly depth: number; readonly list: Step[]}[] = []
  const done: string[] = []
  for (const rename of renames) {
    const named = resolve(inActual, inExpected, rename, renames)
    if (!named) continue
    const sql = renameSql(named, rename.to)
    if (!sql.length) continue
    const old = pathText(rename.from)
    const breaks = hazard('breaks-programs', `programs that still say ${old} fail from here on`)
    const target = {kind: named.kind, identity: old}
    const options = {lock: renameLock(named), hazards: USED.has(named.kind) ? [breaks] : []}
    steps.push({depth: depthOf(named), list: sql.map((one) => step(target, one, options))})
    done.push(renameText(rename))
  }
  return {steps: steps.sort((a, b) => b.depth - a.depth).flatMap(({list}) => list), done}
}

const depthOf = ({kind, part}: Named): number => (part !== null ? 2 : kind === 'schema' ? 0 : 1)

function resolve(inActual: Finder, inExpected: Finder, rename: Rename, all: readonly Rename[]): Named | null {
  const found = inActual(rename.from, rename.kind)
  const [first, ...others] = found.length ? found : throughParent(inActual, rename, all)
  const renamed = [...rename.from.slice(0, rename.to.length > 1 ? 0 : -1), ...rename.to]
  if (!first) {
    if (rename.standing || inActual(renamed, rename.kind).length) return null
    throw unknown(rename)
  }
  const same = [first, ...others].filter(({kind}) => inExpected(renamed, kind).length)
  const [chosen = first, ...rivals] = others.length && same.length ? same : [first, ...others]
  if (rivals.length) {
    if (rename.standing) return null
    throw new Failure('ambiguous_rename', `${pathText(rename.from)} is the name of more than one thing`, {
      hint: [first, ...others].map(({kind}) => `--rename "${kind} ${renameText(rename)}"`).join(' or '),
    })
  }
  if (inActual(renamed, chosen.kind).length) {
    if (rename.standing) return null
    throw new Failure(
      'rename_conflict',
      `${pathText(rename.from)} cannot become ${pathText(renamed)}: there is one already`,
      {
        hint: 'move the rows from one to the other by hand, and drop the old one',
      },
    )
  }
  return chosen
}

/** A column may be named by what its table is going to be called. */
function throughParent(inActual: Finder, {from, kind}: Rename, all: readonly Rename[]): Named[] {
  const parent = from.slice(0, -1)
  for (const other of all) {
    const becomes = [...other.from.slice(0, other.to.length > 1 ? 0 : -1), ...other.to]
    const says = parent.at(-1) === becomes.at(-1) && parent.length > 0
    if (says) {
      const found = inActual([...other.from, from.at(-1) ?? ''], kind)
      if (found.length) return found
    }
  }
  return []
}

function unknown({kind, from, to}: Rename): Failure {
  const what = `${kind ? `${kind} ` : ''}${pathText(from)}`
  return new Failure('unknown_rename', `there is no ${what} to be renamed, nor is there ${pathText(to)}`, {
    hint: 'the name is as it is in ACTUAL now: schema.table, or schema.table.column',
  })
}
