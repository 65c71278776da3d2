import {Failure} from '../../failure.ts'
import {nearest} from '../../nearest.ts'
import {isKeyword, isWithoutEffect, KEYWORDS, type Keyword, type Params, registerPassword} from './params.ts'
import {parsePairs} from './parse-pairs.ts'
import {isUrl, parseUrl} from './parse-url.ts'

/**
 * Reads a `postgres://` URL or a `key=value` string, as libpq does. The text itself is never part of an error.
 * @throws Failure `bad_url`
 */
export function parseConnectionString(text: string): Params {
  const params: {[K in Keyword]?: string} = {}
  for (const [name, value] of isUrl(text) ? parseUrl(text) : parsePairs(text)) {
    if (isKeyword(name)) params[name] = value
    else if (name === 'ssl' && (value === 'true' || value === '1')) params.sslmode ??= 'require'
    else if (!isWithoutEffect(name)) throw unknownParameter(name)
  }
  registerPassword(params)
  if (params.host?.includes(',') || params.port?.includes(','))
    throw new Failure('bad_url', 'the connection string names several hosts', {
      hint: 'name one: a schema is changed on one server, the primary',
    })
  return params
}

function unknownParameter(name: string): Failure {
  const meant = nearest(name, KEYWORDS)
  return new Failure('bad_url', `the connection string has an unknown parameter "${name}"`, {
    hint: meant ? `did you mean ${meant}?` : `known are ${KEYWORDS.join(', ')}`,
  })
}
