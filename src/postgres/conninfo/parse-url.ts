import {Failure} from '../../failure.ts'

const SCHEME = /^postgres(?:ql)?:\/\//

export const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.:-]*:\/\//i.test(text)

/**
 * Reads `postgres://user:password@host:port/database?parameter=value`, every part of which may be absent. As in
 * libpq a `%2F`-encoded directory is a host (its Unix socket), and `+` is no space.
 * @throws Failure `bad_url`, which never quotes the URL
 */
export function parseUrl(text: string): [string, string][] {
  if (!SCHEME.test(text))
    throw new Failure(
      'bad_url',
      `a URL of PostgreSQL starts with postgres://, not ${text.slice(0, text.indexOf(':'))}:`,
    )
  let rest = text.replace(SCHEME, '')
  const pairs: [string, string][] = []

  const at = rest.search(/[@/]/)
  if (rest[at] === '@') {
    const [user, password] = splitOnce(rest.slice(0, at), ':')
    pairs.push(['user', decode(user)], ['password', decode(password)])
    rest = rest.slice(at + 1)
  }
  const [location, query] = splitOnce(rest, '?')
  const [hostport, database] = splitOnce(location, '/')
  if (hostport.includes('@')) throw malformed('it has more than one @')
  const {host, port} = splitHost(hostport)
  pairs.push(['host', decode(host)], ['port', port], ['dbname', decode(database)])

  for (const parameter of query.split('&').filter(Boolean)) {
    if (!parameter.includes('=')) throw malformed('a parameter after the ? has no value')
    const [name, value] = splitOnce(parameter, '=')
    pairs.push([decode(name), decode(value)])
  }
  return pairs
}

/** Without the separator the second part is empty. */
function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function splitHost(hostport: string): {host: string; port: string} {
  if (hostport.includes(',')) return {host: hostport, port: ''}
  const match = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(hostport)
  // What stands there may be half of a password with an unencoded /, so it is not shown.
  if (!match) throw malformed('its host and port are not understood')
  return {host: match[1] ?? match[2] ?? '', port: match[3] ?? ''}
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw malformed('it has a % that is not followed by two hexadecimal digits')
  }
}

const malformed = (what: string): Failure =>
  new Failure('bad_url', `the URL cannot be read: ${what}`, {
    hint: 'in a user or password write @ as %40, / as %2F, : as %3A, ? as %3F, # as %23, % as %25',
  })
