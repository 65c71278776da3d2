import {createServer, connect as dial, type Server, Socket} from 'node:net'
import {onTestFinished} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {connect} from '../../src/postgres/connect.ts'

/** A way to the server that can be cut, without the server being told more than that. */
export async function cuttable(address: Address): Promise<{address: Address; cut: () => void}> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = dial(address.port, address.host)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  const port = await listen(server)
  return {
    address: {...address, host: '127.0.0.1', port},
    cut: () => {
      for (const socket of open) socket.destroy()
    },
  }
}

type Backend = {readonly stream: Socket; owner: Socket | null}

/**
 * What a transaction pooler does: clients take turns on a few backends, each for a transaction, and are told a
 * backend key of the pooler's own.
 */
export async function transactionPooler(address: Address, size: number): Promise<Address> {
  const backends = await Promise.all(Array.from({length: size}, () => backend(address)))
  const waiting: {client: Socket; message: Buffer}[] = []
  const take = (client: Socket, message: Buffer): void => {
    const own = backends.find((one) => one.owner === client) ?? backends.find((one) => one.owner === null)
    if (!own) {
      waiting.push({client, message})
      return
    }
    own.owner = client
    own.stream.write(message)
  }
  for (const one of backends) {
    onMessages(one.stream, (message) => {
      one.owner?.write(message)
      // ReadyForQuery, idle.
      if (message[0] !== 0x5a || message[5] !== 0x49) return
      one.owner = null
      const next = waiting.shift()
      if (next) take(next.client, next.message)
    })
  }
  const server = createServer((client) => {
    client.on('error', () => client.destroy())
    client.on('close', () => {
      for (const one of backends.filter((one) => one.owner === client)) one.stream.write(query('ROLLBACK'))
    })
    client.once('data', () => {
      const key = Buffer.from('4b0000000c0000000000000000', 'hex')
      key.writeInt32BE(2_000_000_000, 5)
      client.write(Buffer.concat([Buffer.from('520000000800000000', 'hex'), key, Buffer.from('5a0000000549', 'hex')]))
      onMessages(client, (message) => {
        if (message[0] === 0x58) client.end()
        else take(client, message)
      })
    })
  })
  return {...address, host: '127.0.0.1', port: await listen(server)}
}

async function backend(address: Address): Promise<Backend> {
  const client = await connect(address)
  const {stream} = client.connection
  if (!(stream instanceof Socket)) throw new Error('pg speaks through something else')
  onTestFinished(() => void stream.destroy())
  stream.removeAllListeners('data')
  return {stream, owner: null}
}

function query(sql: string): Buffer {
  const body = Buffer.from(`${sql}\0`)
  const head = Buffer.alloc(5)
  head[0] = 0x51
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** Cuts a stream at its messages: a byte of kind, four of length. */
function onMessages(stream: Socket, handle: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0)
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = rest.readInt32BE(1) + 1
      handle(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  })
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('no port')
  return at.port
}
