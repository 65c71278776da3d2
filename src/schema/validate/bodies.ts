import {type DefElem, hasSqlDetails, type Node, parseSync} from 'libpg-query'
import type {Finding} from '../../finding.ts'
import {offsetOfCharacter} from '../../postgres/script/place.ts'
import {type Body, rawOffset} from './body.ts'
import {errorAt} from './finding.ts'
import type {Tree} from './parse.ts'
import {plpgsqlProblem} from './plpgsql.ts'
import {namesOf} from './tree.ts'

/** `plpgsql-syntax` and `sql-body-syntax`: the parser of the body's own language refuses it. */
export function bodyFindings(tree: Tree): Finding[] {
  const body = bodyOf(tree)
  if (!body || body.text.trim() === '') return []
  if (body.language === 'plpgsql') {
    const problem = plpgsqlProblem(tree.unit.text, body)
    if (!problem) return []
    const cure = 'correct the body: the server would refuse it when the function is created or first run'
    return [errorAt('plpgsql-syntax', tree.unit.locate(problem.offset), problem.message, cure, objectOf(tree.node))]
  }
  if (body.language !== 'sql') return []
  try {
    parseSync(body.text)
    return []
  } catch (error) {
    if (!hasSqlDetails(error)) throw error
    const offset = offsetOfCharacter(body.text, error.sqlDetails?.cursorPosition ?? 0)
    const place = tree.unit.locate(rawOffset(tree.unit.text, body, offset))
    const cure = 'correct the SQL of the function body'
    return [errorAt('sql-body-syntax', place, error.message, cure, objectOf(tree.node))]
  }
}

function objectOf(node: Node): Finding['object'] {
  if (!('CreateFunctionStmt' in node)) return null
  const {is_procedure, funcname = []} = node.CreateFunctionStmt
  return {kind: is_procedure ? 'procedure' : 'function', identity: namesOf(funcname).join('.')}
}

function bodyOf({node, unit, offset}: Tree): Body | null {
  const elements = elementsOf(node)
  const as = elements.find(({defname}) => defname === 'as')
  const language = elements.find(({defname}) => defname === 'language')
  const text = stringOf(as?.arg)
  if (!as || text === null) return null
  // The tree has the place of AS, or of the string itself.
  const opening = /\$[\w\x80-\uffff]*\$|(?:\be)?'/gi
  opening.lastIndex = offset(as.location)
  const match = opening.exec(unit.text)
  if (!match) return null
  return {
    language: (stringOf(language?.arg) ?? 'plpgsql').toLowerCase(),
    text,
    start: match.index + match[0].length,
    quote: match[0].startsWith('$') ? 'dollar' : match[0] === "'" ? 'string' : 'escape',
  }
}

function elementsOf(node: Node): DefElem[] {
  const nodes =
    'CreateFunctionStmt' in node ? node.CreateFunctionStmt.options : 'DoStmt' in node ? node.DoStmt.args : undefined
  return (nodes ?? []).flatMap((element) => ('DefElem' in element ? [element.DefElem] : []))
}

/** A lone string; null for the two of `AS 'file', 'symbol'`. */
function stringOf(node: Node | undefined): string | null {
  if (!node) return null
  if ('String' in node) return node.String.sval ?? ''
  if ('List' in node && node.List.items?.length === 1) return stringOf(node.List.items[0])
  return null
}
