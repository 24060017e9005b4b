import { connect } from 'node:net';
import type { PoolClient } from 'pg';

const CANCEL_REQUEST = 80_877_102;
const BYTES = 16;
const CANCEL_MS_MAX = 2_000;

/** What the driver's client keeps of its connection. */
interface Connected {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

/**
 * Asks the server to end what the connection runs (https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS): over a
 * connection of its own, with the number and the secret that the server gave. Resolves when the server has taken it or cannot be reached.
 */
export function sendCancel(client: PoolClient): Promise<void> {
  const { host, port, processID, secretKey } = client as unknown as Connected;
  const message = Buffer.alloc(BYTES);
  for (const [index, value] of [BYTES, CANCEL_REQUEST, processID, secretKey].entries()) message.writeInt32BE(value, index * 4);
  return new Promise((resolve) => {
    const socket = connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
    socket.setTimeout(CANCEL_MS_MAX, () => socket.destroy());
    socket.on('error', () => undefined).once('close', () => resolve());
    // The server closes when the signal has been sent.
    socket.once('connect', () => socket.end(message)).resume();
  });
}
