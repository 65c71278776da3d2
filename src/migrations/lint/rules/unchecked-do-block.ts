import {type LintRule, onStatement} from '../rule.ts'
import {all, bodyOf} from '../tree.ts'

const CHANGES =
  /\b(create|alter|drop|truncate|update|delete|insert|reindex|cluster|lock|refresh|grant|revoke|execute|perform|call)\b/i

export const uncheckedDoBlock: LintRule = {
  name: 'unchecked-do-block',
  group: 'data',
  severity: 'warning',
  what: 'DO blocks, dynamic SQL and CALL: what they do cannot be told from their text',
  why: 'Nothing of what runs there was checked, neither its locks nor what it destroys.',
  cure: 'write it as statements; or see with pgplumb migrate rehearse what it does, and say so in an ignore',
  unsafe: "DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text'; END $$;",
  safe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;',
  checks: [
    onStatement('DoStmt', function* ({args}) {
      const body = all(args, 'DefElem').find(({defname}) => defname === 'as')?.arg
      const text = bodyOf(body, 'String')?.sval ?? ''
      const word = CHANGES.exec(text)?.[1]?.toUpperCase()
      if (word)
        yield {
          message: /\bexecute\b/i.test(text)
            ? 'this block makes SQL at run time: nothing of it was checked'
            : `the ${word} in this block was not checked`,
        }
    }),
    onStatement('CallStmt', function* () {
      yield {message: 'what the procedure does was not checked'}
    }),
  ],
}
