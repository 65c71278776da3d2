const MASK = '***'
const LONG = 8

/** Passwords that are also ordinary words: hiding them would only make messages unreadable. */
const ORDINARY = new Set(['postgres', 'postgresql', 'password', 'public', 'test', 'dev'])

/** One set, also where a bundle of its own has handed over to the others. */
const KEY = Symbol.for('pgplumb.secrets')
const shared = globalThis as {[KEY]?: Set<string>}
shared[KEY] ??= new Set()
const secrets = shared[KEY]

/**
 * Makes `redact` hide this value from now on. `visible` are the names that are shown anyway (user, host,
 * database): a password equal to one of them cannot be told from it.
 */
export function registerSecret(secret: string, visible: readonly string[] = []): void {
  if (secret === '' || ORDINARY.has(secret) || visible.includes(secret)) return
  for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) secrets.add(form)
}

const NAME = '[\\w.-]*(?:password|passwd|pwd)'

const PATTERNS: readonly [RegExp, string][] = [
  // scheme://user:password@ — greedy, since a password may hold an unencoded / or @
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@'"]*):[^\s'"]*@/gi, `$1:${MASK}@`],
  // password=…, also in URL parameters and quoted as libpq does
  [new RegExp(`(\\b${NAME}\\s*=\\s*)(?:'(?:[^'\\\\]|\\\\.)*'|"[^"]*"|[^\\s&'",;)]+)`, 'gi'), `$1${MASK}`],
  // "password": "…" in JSON, password: … in YAML
  [new RegExp(`(["']${NAME}["']\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s,}]+)`, 'gi'), `$1${MASK}`],
  [new RegExp(`((?:^|[{,|])\\s*${NAME}\\s*:[ \\t]+)(?:"(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s,}]+)`, 'gim'), `$1${MASK}`],
  // CREATE ROLE … PASSWORD '…'
  [/(\bpassword\s+)(?:E?'(?:[^']|'')*')/gi, `$1${MASK}`],
]

/** The text without passwords: those in URLs and key=value pairs, and every registered one. */
export function redact(text: string): string {
  let clean = text
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (!clean.includes(secret)) continue
    // A short password may be part of an ordinary word; alone it is hidden, within one it is not given away.
    clean =
      secret.length >= LONG
        ? clean.replaceAll(secret, MASK)
        : clean.replace(new RegExp(`(?<!\\w)${escapeRegExp(secret)}(?!\\w)`, 'g'), () => MASK)
  }
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement)
  return clean
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
