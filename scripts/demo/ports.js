import {createServer} from 'node:net'

/** The port itself where nothing listens on it, else one that is free. */
export const freePort = (wanted) => tryPort(wanted).catch(() => tryPort(0))

const tryPort = (port) =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const {port: found} = server.address()
      server.close(() => resolve(found))
    })
  })
