import {Args, Flags} from '@oclif/core'
import type pg from 'pg'
import type {Workspace} from '../workspace/workspace.ts'
import {print, printJson, widthOf} from './output.ts'
import {repeat} from './repeat.ts'
import {target} from './targets.ts'

export const inspectArgs = {
  database: Args.string({description: 'a database of the config; default: the first'}),
}

export const inspectFlags = {
  watch: Flags.integer({description: 'look again every so many seconds', min: 1, helpValue: 'SECONDS'}),
  timeout: Flags.integer({
    description: 'seconds that the server may take',
    default: 10,
    min: 1,
    helpValue: 'SECONDS',
  }),
}

export const limitFlag = {
  limit: Flags.integer({description: 'how many lines', default: 20, min: 1, helpValue: 'N'}),
}

export const tenantFlag = {
  'by-tenant': Flags.boolean({description: 'a line for each tenant schema'}),
}

/** What an inspection looks at, and how that is shown. */
export type Inspection<T> = {
  readonly look: (client: pg.Client) => Promise<T>
  readonly json: (seen: T) => object
  readonly text: (seen: T, width: number) => string
}

type InspectFlags = {readonly watch?: number | undefined; readonly timeout: number}

/** Looks and shows; with --watch again and again until Ctrl-C, with --json then an object a line. */
export async function runInspection<T>(
  workspace: Workspace,
  database: string | undefined,
  flags: InspectFlags,
  json: boolean,
  {look, json: toJson, text}: Inspection<T>,
): Promise<void> {
  const {inspect} = await import('../workspace/inspect.ts')
  const name = target(workspace.project, database)
  const show = (seen: T) => (json ? {database: name, ...toJson(seen)} : text(seen, widthOf(process.stdout)))
  await inspect(
    workspace,
    name,
    async (client) => {
      if (flags.watch === undefined) {
        const shown = show(await look(client))
        return typeof shown === 'string' ? print(shown) : printJson(shown)
      }
      await repeat(flags.watch, workspace.signal, name, async () => show(await look(client)))
    },
    {timeout: flags.timeout * 1000},
  )
}
