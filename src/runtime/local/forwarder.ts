// A program of its own: `node forwarder.js LISTEN TO` hands every connection on one port of loopback to another one.
// It ends on SIGTERM, and with an error when the port is taken; a peer that is not there yet closes the connection.
import { type AddressInfo, connect, createServer } from 'node:net'

const HOST = '127.0.0.1'

/** Resolves when it listens. */
export function forward(listen: number, to: number): Promise<{ port: number; close: () => void }> {
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    const peer = connect({ host: HOST, port: to, allowHalfOpen: true })
    caller.pipe(peer).pipe(caller)
    caller.once('error', () => peer.destroy())
    peer.once('error', () => caller.destroy())
    caller.once('close', () => peer.destroy())
    peer.once('close', () => caller.destroy())
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(listen, HOST, () =>
      resolve({ port: (server.address() as AddressInfo).port, close: () => void server.close() }),
    )
  })
}
