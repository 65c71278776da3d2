// Run as a process of its own: starts the server given as JSON, and prints what came of it.
import {startServer} from '../../src/postgres/server/start.ts'

const spec = JSON.parse(process.argv[2] ?? '')
console.log(JSON.stringify(await startServer(spec, [{user: 'dev', password: 'secret', database: 'dev'}])))
