import {toJsonSchema} from '@valibot/to-json-schema'
import {config} from '../../src/project/schema/config.ts'

/** The config's JSON Schema as the text of pgplumb.schema.json. */
export function jsonSchema(): string {
  const schema = toJsonSchema(config, {
    // What keys go together is only said by pgplumb itself.
    ignoreActions: ['check'],
    errorMode: 'throw',
    // A key without a value counts as absent to pgplumb; an editor may well mark it.
    typeMode: 'input',
  })
  return `${JSON.stringify({$schema: 'http://json-schema.org/draft-07/schema#', title: 'pgplumb', ...schema}, null, 2)}\n`
}
