import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Project} from '../project/project.ts'
import {proofPage} from '../report/isolation/html.ts'
import {proofJson} from '../report/isolation/json.ts'
import {renderMatrix} from '../report/isolation/matrix.ts'
import {plain} from '../report/theme.ts'
import type {IsolationProof} from '../workspace/prove-isolation.ts'
import {deliver, note, print, themeFor, widthOf, withoutSecrets} from './output.ts'
import {formatOf, type ReportFlags, showFindings} from './show-findings.ts'

type Context = {readonly version: string; readonly project: Project; readonly scripts: readonly string[]}

/** The proof in the format that was asked for: text and HTML have the matrix, JSON has everything. */
export async function showProof(
  proof: IsolationProof,
  flags: ReportFlags,
  {version, project, scripts}: Context,
): Promise<void> {
  const format = formatOf(flags)
  if (format === 'json') return deliver(JSON.stringify(withoutSecrets(proofJson(proof)), null, 2), flags.output)
  if (format === 'html') return deliver(proofPage(withoutSecrets(proof), version), flags.output)
  const {findings, place, leaks} = proof
  if (format === 'text') {
    if (!place.sameServer) note(`proven on a server of pgplumb's own, with the roles copied: ${place.reason}`)
    const matrix = renderMatrix(
      proof,
      flags.output === undefined
        ? {theme: await themeFor(process.stdout), width: widthOf(process.stdout)}
        : {theme: plain},
    )
    if (flags.output === undefined) print(`${matrix}\n`)
    else if (findings.length === 0) return deliver(matrix, flags.output)
    if (findings.length === 0) return
  }
  await showFindings(findings, flags, {version, standIn: project.configFile ?? 'pgplumb.yaml', clean: 'no leak'})
  if (format !== 'text') return
  if (scripts.length > 0) note(`scripts that show the leaks: ${scripts.join(', ')}`)
  else if (leaks.length > 0)
    note(`a psql script for each leak: pgplumb rls prove ${proof.database} --reproducers leaks`)
}

/** A psql script for each leak. Returns the files. */
export async function writeReproducers({leaks}: IsolationProof, folder: string): Promise<readonly string[]> {
  await mkdir(folder, {recursive: true})
  const files: string[] = []
  for (const {identity, cell, reproducer} of leaks) {
    const name = `${identity}-${cell}`.replaceAll(/[^\w.-]+/g, '_')
    const same = files.filter((file) => file.startsWith(join(folder, name))).length
    const file = join(folder, `${name}${same > 0 ? `-${same + 1}` : ''}.sql`)
    await writeFile(file, reproducer.script)
    files.push(file)
  }
  return files
}
