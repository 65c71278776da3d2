import {readFile, writeFile} from 'node:fs/promises'
import * as v from 'valibot'
import type {Change, Drift} from '../change.ts'
import {Failure} from '../failure.ts'

/** A difference that is known, and is to be drift no more. */
export type KnownChange = Pick<Change, 'kind' | 'identity' | 'change' | 'details'> & {
  /** What it was found in, as a person named it. */
  readonly in: string
}

const schema = v.object({
  known: v.array(
    v.object({
      in: v.string(),
      kind: v.string(),
      identity: v.string(),
      change: v.picklist(['missing', 'extra', 'altered']),
      details: v.array(v.string()),
    }),
  ),
})

/**
 * Reads what is known.
 * @throws Failure `no_file`, `bad_baseline`
 */
export async function readBaseline(file: string): Promise<readonly KnownChange[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Failure('no_file', `cannot read the baseline ${file}`, {
      hint: `write it: pgplumb drift --baseline ${file} --update-baseline`,
      cause,
    })
  })
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  if (result.success) return result.output.known
  throw new Failure('bad_baseline', `${file} is no baseline: ${result.issues[0].message}`, {
    hint: `write it anew: pgplumb drift --baseline ${file} --update-baseline`,
  })
}

/** Writes what differs now as what is known: sorted, so that a change of it is a small change of the file. */
export async function writeBaseline(file: string, drifts: readonly Drift[]): Promise<number> {
  const known = drifts.flatMap((drift) =>
    drift.changes.filter(({cosmetic}) => !cosmetic).map((change) => toKnown(drift, change)),
  )
  known.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  await writeFile(file, `${JSON.stringify({known}, null, 2)}\n`)
  return known.length
}

const toKnown = (drift: Drift, {kind, identity, change, details}: Change): KnownChange => ({
  in: drift.actual.name,
  kind,
  identity,
  change,
  details,
})

const idOf = (known: KnownChange): string =>
  JSON.stringify([known.in, known.identity, known.kind, known.change, known.details])

/** The drift without what is known, and what is known but differs no more, or not in that way. */
export function withoutKnown(drift: Drift, baseline: readonly KnownChange[]): Drift {
  const known = baseline.filter((one) => one.in === drift.actual.name)
  const ids = new Set(known.map(idOf))
  const isKnown = (change: Change): boolean => ids.has(idOf(toKnown(drift, change)))
  const changes = drift.changes.filter((change) => !isKnown(change))
  const found = new Set(drift.changes.map((change) => idOf(toKnown(drift, change))))
  const stale = known.filter((one) => !found.has(idOf(one)))
  return {
    ...drift,
    drifted: changes.some(({cosmetic}) => !cosmetic),
    changes,
    known: drift.changes.length - changes.length,
    staleKnown: stale.map(({in: _, ...change}) => change),
  }
}
