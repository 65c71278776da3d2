// node bench/postgrator.js PEERS PATTERN: postgrator is a library; this is the program that its documentation shows.
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'

const [peers, migrationPattern] = process.argv.slice(2)
const require = createRequire(join(peers, 'package.json'))
const pg = require('pg')
const {default: Postgrator} = await import(pathToFileURL(require.resolve('postgrator')).href)
const client = new pg.Client({connectionString: process.env.DATABASE_URL})
await client.connect()
const execQuery = (query) => client.query(query)
const postgrator = new Postgrator({migrationPattern, driver: 'pg', execQuery, schemaTable: 'schemaversion'})
await postgrator.migrate()
await client.end()
