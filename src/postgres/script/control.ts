/** What a statement does to the transaction it is in. */
export type Control = 'begin' | 'commit' | 'rollback' | 'two-phase' | 'savepoint' | null

export function controlOf(text: string): Control {
  const word = /^[a-z]+/i.exec(text)?.[0].toLowerCase()
  switch (word) {
    case 'begin':
    case 'start':
      return 'begin'
    case 'commit':
    case 'end':
      return /\bprepared\b|\band\s+chain\b/i.test(text) ? 'two-phase' : 'commit'
    case 'abort':
      return 'rollback'
    case 'rollback':
      if (/\bprepared\b|\band\s+chain\b/i.test(text)) return 'two-phase'
      return /\bto\b/i.test(text) ? 'savepoint' : 'rollback'
    case 'prepare':
      return /^prepare\s+transaction\b/i.test(text) ? 'two-phase' : null
    case 'savepoint':
    case 'release':
      return 'savepoint'
    default:
      return null
  }
}

/** Statements that a query of several must not hold: they may end the transaction, or change how text is read. */
export const standsAlone = (text: string): boolean =>
  /^(call|do|set\s+(session\s+)?standard_conforming_strings)\b/i.test(text) || controlOf(text) !== null

/** Text is sent as UTF-8 whatever a dump's own encoding was. */
export const setsEncoding = (text: string): boolean => /^set\s+((session\s+)?client_encoding|names)\b/i.test(text)
