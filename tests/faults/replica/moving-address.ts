import { connect, createServer, type Socket } from 'node:net';

/** One address that `DATABASE_URL` names, whatever server stands behind it: what a virtual address or a proxy is to a house. */
export interface MovingAddress {
  readonly port: number;
  /** New connections go there; those of before are cut. */
  moveTo(port: number): void;
  close(): Promise<void>;
}

export function openMovingAddress(first: number): Promise<MovingAddress> {
  let behind = first;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(behind, '127.0.0.1');
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as { port: number }).port,
        moveTo: (port) => {
          behind = port;
          cut();
        },
        close: () => {
          cut();
          return new Promise((done) => server.close(() => done()));
        },
      }),
    );
  });
}
