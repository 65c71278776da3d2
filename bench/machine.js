import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync} from 'node:fs'
import {cpus, loadavg, totalmem} from 'node:os'
import {delimiter, join} from 'node:path'

export const machine = () =>
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.version}`

export const load = () => loadavg()[0].toFixed(1)

/** The folder of PostgreSQL's own programs of the highest version here that has all of `names`; null where none has. */
export function findPrograms(names) {
  const usual = '/usr/lib/postgresql'
  const versions = existsSync(usual) ? readdirSync(usual).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(usual, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => names.every((name) => existsSync(join(folder, name)))) ?? null
}

export const versionOf = (program) =>
  /\d+(\.\d+)*/.exec(execFileSync(program, ['--version'], {encoding: 'utf8'}))?.[0] ?? ''
