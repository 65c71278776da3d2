import {chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import pg from 'pg'
import {parse} from 'yaml'
import {freePort} from './ports.js'

const example = fileURLToPath(new URL('../../sql/examples/trossapp', import.meta.url))

/** A copy of the example, so that the checkout stays as it is. Where another server has its ports, it gets others. */
export async function copyExample() {
  const folder = mkdtempSync(join(tmpdir(), 'pgplumb-demo-'))
  // Where root runs the demo, the servers run as another user, who has to get in.
  chmodSync(folder, 0o755)
  cpSync(example, folder, {recursive: true, filter: (path) => !/[\\/](node_modules|\.pgplumb)$/.test(path)})
  const config = join(folder, 'pgplumb.yaml')
  const moved = []
  let text = readFileSync(config, 'utf8')
  for (const {port} of Object.values(parse(text).databases)) {
    const found = await freePort(port)
    if (found === port) continue
    text = text.replace(`port: ${port}`, `port: ${found}`)
    moved.push(`port ${port} is in use here, so this copy uses ${found}`)
  }
  writeFileSync(config, text)
  const {databases} = parse(text)
  return {
    folder,
    moved,
    url: (name) => `postgres://${databases[name].user}@127.0.0.1:${databases[name].port}/${databases[name].database}`,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, text) => writeFileSync(join(folder, file), text),
    remove: () => rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100}),
    /** Rows of a query in one of its databases, asked of the server itself and not of pgplumb. */
    query: async (name, sql) => {
      const client = new pg.Client({host: '127.0.0.1', ...databases[name], ssl: false})
      await client.connect()
      try {
        return (await client.query(sql)).rows
      } finally {
        await client.end()
      }
    },
  }
}
