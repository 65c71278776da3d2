import type {Entry, Schema} from '../schema/entry.ts'

/**
 * Whether an object is the platform's: one that the prelude makes, or any other in a schema that the prelude makes
 * (the prelude states only what the project needs of it).
 */
export function isOfPrelude(prelude: Schema): (entry: Entry) => boolean {
  const schemas = new Set([...prelude.entries.values()].filter(({type}) => type === 'SCHEMA').map(({tag}) => tag))
  const keys = new Set([...prelude.entries.values()].map(identity))
  return (entry) => (entry.schema !== null && schemas.has(entry.schema)) || keys.has(identity(entry))
}

const identity = ({type, schema, tag}: Entry): string => `${type}\n${schema ?? ''}\n${tag}`
