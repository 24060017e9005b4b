import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { frame, FrameReader } from './framing.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly usesTls: boolean;
}

const ANSWER_BYTES_MAX = 1024 * 1024;

/** A connection on which blocks are sent and answered one after the other. */
export interface MllpConnection {
  /** Sends one block and gives the next block that comes back; throws where the connection ends or the time is over. */
  exchange(content: Uint8Array): Promise<Buffer>;
  close(): void;
}

/** Throws where nobody listens. */
export async function openMllp({ host, port, usesTls }: Target, timeoutMs = 30_000): Promise<MllpConnection> {
  const socket: Socket = usesTls ? connectTls({ host, port, servername: host, minVersion: 'TLSv1.2' }) : connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error('timeout')), timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    socket.once('error', fail);
    socket.once(usesTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve();
    });
  });
  return connectionOn(socket, timeoutMs);
}

function connectionOn(socket: Socket, timeoutMs: number): MllpConnection {
  const reader = new FrameReader(ANSWER_BYTES_MAX);
  let waiting: { resolve: (answer: Buffer) => void; reject: (error: Error) => void } | undefined;
  let broken: Error | undefined;
  const fail = (error: Error): void => {
    broken ??= error;
    waiting?.reject(error);
    waiting = undefined;
    socket.destroy();
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('closed')));
  socket.on('data', (bytes: Buffer) => {
    try {
      // What comes unasked is nobody's answer and is not kept: a peer that talks without end fills no memory.
      const [next] = reader.push(bytes);
      if (next === undefined) return;
      waiting?.resolve(next);
      waiting = undefined;
    } catch (error) {
      fail(error as Error);
    }
  });
  return {
    exchange: (content) =>
      new Promise<Buffer>((resolve, reject) => {
        if (broken !== undefined) return reject(broken);
        const timer = setTimeout(() => fail(new Error('timeout')), timeoutMs);
        waiting = {
          resolve: (answer) => { clearTimeout(timer); resolve(answer); },
          reject: (error) => { clearTimeout(timer); reject(error); },
        };
        socket.write(frame(content));
      }),
    close: () => void socket.destroy(),
  };
}
