/** Masks the passwords of URLs: `postgres://app:***@host/db`. */
export const redact = (text: string): string => text.replace(/(:\/\/[^\s:/@]*):[^\s/]*@/g, '$1:***@')
