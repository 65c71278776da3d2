import {child, childrenOf, text} from '../../canonical.ts'
import type {Part} from '../../entry.ts'
import type {Sourced} from '../../statements.ts'
import {statementsOf} from '../../statements.ts'
import {identifier} from '../../words.ts'
import {hazard} from '../step.ts'
import {type Alter, inPlace} from './context.ts'

export const alterExtension: Alter = (context) => {
  const {actual, expected} = context
  const [from, to] = [schemaOf(created(actual)), schemaOf(created(expected))]
  const versions = [actual, expected].map((part) => part.find(({type}) => type === 'EXTENSION VERSION')?.text)
  const head = `ALTER EXTENSION ${identifier(expected[0]?.tag ?? '')}`
  return inPlace(
    context,
    [
      ...(to !== undefined && from !== undefined && from !== to ? [`${head} SET SCHEMA ${identifier(to)}`] : []),
      ...(versions[1] !== undefined && versions[0] !== versions[1] ? [versions[1]] : []),
    ],
    {hazards: [hazard('needs-superuser', 'the owner of the extension must run it')]},
  )
}

const created = (part: Part): Sourced | undefined => statementsOf(part).find(({kind}) => kind === 'CreateExtensionStmt')

const schemaOf = (statement: Sourced | undefined): string | undefined =>
  statement &&
  childrenOf(statement.node, 'options', 'DefElem').flatMap((option) =>
    option.defname === 'schema' ? [text(child(child(option, 'arg') ?? {}, 'String') ?? {}, 'sval')] : [],
  )[0]
