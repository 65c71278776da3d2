import {isOnlyOwned, type Schema} from '../schema/entry.ts'
import {choosePgDumpForSources} from './choose.ts'
import {isOwnObject} from './own-objects.ts'
import {openSource} from './source.ts'
import type {Workspace} from './workspace.ts'

const LEFT_OUT = new Set([
  'EXTENSION VERSION',
  'ROLE',
  'MEMBERSHIP',
  'SETTING',
  'INVALID INDEX',
  'DISABLED FK CONSTRAINT',
])

const HEAD = `-- The schema as pgplumb dump prints it: the same schema is always the same text.

SET check_function_bodies = off;
SELECT pg_catalog.set_config('search_path', '', false);
`

/** The schema of a source as SQL that makes it again, without what changes from dump to dump. */
export async function dump(workspace: Workspace, text: string): Promise<string> {
  const source = await openSource(workspace, text)
  return normalised(await source.read(await choosePgDumpForSources(workspace, [source])))
}

function normalised({entries}: Schema): string {
  const texts = [...entries.values()]
    .filter((entry) => !LEFT_OUT.has(entry.type) && !isOwnObject(entry) && !isOnlyOwned(entry))
    .map(({text}) => text)
  return `${[HEAD, ...texts].join('\n\n')}\n`
}
