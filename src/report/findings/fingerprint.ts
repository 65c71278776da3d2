import {createHash} from 'node:crypto'
import type {Finding} from '../../finding.ts'

/** A name for each finding, in their order: without the line, so that it stays the same one when lines are added above it. */
export function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const name = hash(finding)
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return `${name}:${nth}`
  })
}

const hash = ({rule, object, file, message}: Finding): string =>
  createHash('sha256')
    .update(JSON.stringify([rule, object?.kind, object?.identity, file, message]))
    .digest('hex')
    .slice(0, 16)
