import type {DatabasesConfig} from './schema/databases.ts'
import {kindOf, specOf} from './spec.ts'

const FIRST = 5433

export type OwnPort = {readonly name: string; readonly kind: 'embedded' | 'docker'; readonly port: number}

/** The port of each server that pgplumb runs: as configured, else the next free one from 5433, in order. */
export function ownPorts(databases: DatabasesConfig): OwnPort[] {
  const own = Object.entries(databases).flatMap(([name, config]) => {
    if (typeof config === 'string') return []
    const kind = kindOf(config)
    // A variable that is not set leaves its text here; resolving that database says so.
    return kind === 'url' ? [] : [{name, kind, port: Number(specOf(config).port ?? Number.NaN)}]
  })
  const taken = new Set(own.map(({port}) => port))
  let next = FIRST
  return own.map(({name, kind, port}) => {
    if (!Number.isNaN(port)) return {name, kind, port}
    while (taken.has(next)) next++
    taken.add(next)
    return {name, kind, port: next}
  })
}
