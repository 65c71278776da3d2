/** The parts of pgpass that touch neither process.env's file names nor stderr. */
declare module 'pgpass/lib/helper.js' {
  type Question = {host: string; port: number; database: string; user: string}
  type Entry = {host: string; port: string; database: string; user: string; password: string}
  const helper: {
    parseLine(line: string): Entry | null
    isValidEntry(entry: Entry): boolean
    match(question: Question, entry: Entry): boolean
  }
  export default helper
}
