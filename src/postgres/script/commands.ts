/** Commands that only change what psql prints, or that guard a dump against injected commands. */
const HARMLESS = new Set(
  'a C H T t x f o out echo qecho warn pset timing encoding restrict unrestrict conninfo errverbose'.split(' '),
)

/** What a backslash command does to the reading of a script. */
export type Command =
  | {readonly does: 'nothing'}
  | {readonly does: 'include'; readonly relative: boolean}
  | {readonly does: 'set' | 'unset' | 'quit'}
  | {readonly does: 'condition'; readonly word: 'if' | 'elif' | 'else' | 'endif'}
  | {readonly does: 'refuse'; readonly why: string; readonly hint: string}

export function commandOf(name: string): Command {
  if (HARMLESS.has(name)) return {does: 'nothing'}
  switch (name) {
    case 'i':
    case 'include':
      return {does: 'include', relative: false}
    case 'ir':
    case 'include_relative':
      return {does: 'include', relative: true}
    case 'set':
    case 'unset':
      return {does: name}
    case 'q':
    case 'quit':
      return {does: 'quit'}
    case 'if':
    case 'elif':
    case 'else':
    case 'endif':
      return {does: 'condition', word: name}
    default:
      return {does: 'refuse', ...reason(name)}
  }
}

function reason(name: string): {why: string; hint: string} {
  if (name === 'c' || name === 'connect') {
    return {
      why: `\\${name} would leave the database this script was given`,
      hint: 'remove the line, or dump one database without --create; the config says which database is meant',
    }
  }
  if (/^g(x|set|exec|desc)?$|^(crosstabview|watch|bind|bind_named|parse|sendpipeline)$/.test(name)) {
    return {why: `\\${name} works with results, which a script here does not have`, hint: 'end the statement with ;'}
  }
  if (name === 'copy') {
    return {
      why: '\\copy reads or writes a file of the client',
      hint: 'use COPY … FROM stdin; with the data in the script, up to a line with \\.',
    }
  }
  if (name === '!' || name === 'setenv' || name === 'cd' || name === 'getenv') {
    return {why: `\\${name} would reach outside the database`, hint: 'remove the line'}
  }
  if (/^d|^l$|^z$|^s[fv]$|^h(elp)?$|^\?$|^p$/.test(name)) {
    return {why: `\\${name} only shows something in psql`, hint: 'remove the line'}
  }
  if (name === '.') {
    return {why: '\\. ends COPY data, but no COPY … FROM stdin; stands before it', hint: 'remove the line'}
  }
  return {why: `\\${name} is not supported in a script`, hint: 'remove the line, or write it as SQL'}
}
