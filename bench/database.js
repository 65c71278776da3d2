// node bench/database.js NAME…: drops and makes databases on the server that PGHOST and its like name.
import pg from 'pg'

const client = new pg.Client({database: 'postgres'})
await client.connect()
for (const name of process.argv.slice(2)) {
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${name}`)
}
await client.query('CHECKPOINT')
await client.end()
