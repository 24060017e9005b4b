import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Worker } from '#platform/events/worker.ts';
import type { DimseHouse } from './get.ts';
import { guardUnits } from './pdu-guard.ts';
import { associationHandler } from './scp.ts';

const ASSOCIATIONS_MAX = 50;
/** One device, or one stranger, leaves room for the others. */
const OF_ADDRESS_MAX = 25;
/** Of one silent connection. */
const IDLE_MS_MAX = 60_000;

export interface DimseListener extends Worker {
  readonly port: number;
}

/** Listens for DICOM associations; each connection is limited in time, all together in number. */
export async function listenForAssociations(house: DimseHouse, { port, host }: { port: number; host?: string | undefined }): Promise<DimseListener> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    if ([...open].filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress).length >= OF_ADDRESS_MAX) return void socket.destroy();
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(IDLE_MS_MAX, () => socket.destroy());
    guardUnits(socket);
    const handler = associationHandler(house, socket, { connectTimeout: IDLE_MS_MAX, associationTimeout: IDLE_MS_MAX, pduTimeout: IDLE_MS_MAX });
    handler.on('networkError', () => socket.destroy());
  });
  server.maxConnections = ASSOCIATIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
