import { createServer, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

const MEGABYTE = 1024 * 1024;
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** Again and again until the other side has gone; never more waiting than a few megabytes. */
function forever(socket: Socket, ms: number, piece: string | Buffer): void {
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else if (socket.writableLength < 4 * MEGABYTE) socket.write(piece);
  }, ms);
}

/** What a peer may do to whoever calls it, by the last part of the path. */
const DEEDS = {
  'change of protocol': (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
  'end at once': (socket) => void socket.destroy(),
  'half a head': (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
  'half a body': (socket) => void socket.end(`${HEAD}Content-Length: 100\r\n\r\n{"a`),
  'nothing': () => undefined,
  'head byte by byte': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-A: ');
    forever(socket, 100, 'a');
  },
  'body byte by byte': (socket) => {
    socket.write(`${HEAD}\r\n`);
    forever(socket, 100, ' ');
  },
  'wait a little without end': (socket) => forever(socket, 2, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
  'huge head': (socket) => forever(socket, 1, `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(100_000)}`),
  'endless body': (socket) => {
    socket.write(`${HEAD}\r\n`);
    forever(socket, 1, Buffer.alloc(MEGABYTE, ' '));
  },
  'endless refusal': (socket) => {
    socket.write('HTTP/1.1 500 No\r\n\r\n');
    forever(socket, 1, Buffer.alloc(MEGABYTE, 'a'));
  },
  'bomb': (socket) => {
    const bomb = gzipSync(Buffer.alloc(200 * MEGABYTE));
    socket.write(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
    socket.write(bomb);
  },
  'redirect': (socket) => void socket.end('HTTP/1.1 307 Elsewhere\r\nLocation: /inside\r\nContent-Length: 0\r\n\r\n'),
} satisfies Record<string, (socket: Socket) => void>;

export type Deed = keyof typeof DEEDS;
export const deeds = Object.keys(DEEDS) as Deed[];

export interface HostilePeer {
  readonly base: string;
  readonly port: number;
  /** Paths that were asked for. */
  readonly asked: string[];
  readonly urlOf: (deed: Deed) => string;
  close(): Promise<void>;
}

/** A server that answers `…/<deed>` with that deed and everything else with `{}`. */
export async function openHostilePeer(): Promise<HostilePeer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (bytes: Buffer) => {
      const path = decodeURIComponent(bytes.toString('latin1').split(' ')[1] ?? '').split('?')[0]!;
      asked.push(path);
      const deed = DEEDS[path.split('/').find((part) => part in DEEDS) as Deed];
      if (deed !== undefined) deed(socket);
      else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  return {
    base, port, asked,
    urlOf: (deed) => `${base}/${encodeURIComponent(deed)}`,
    close: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    }),
  };
}
