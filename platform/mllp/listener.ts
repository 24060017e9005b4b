import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { frame, FrameReader } from './framing.ts';

export interface ListenerSettings {
  readonly port: number;
  readonly host?: string | undefined;
  /** PEM texts; undefined listens in the clear. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
  readonly limits?: Partial<ListenerLimits>;
  /** Answers a block with blocks; called for one block of a connection after the other. */
  readonly answer: (content: Buffer, peer: string) => Promise<readonly Buffer[]>;
  /** The answer to a block that is longer than allowed; the connection ends after it. */
  readonly answerTooLarge: () => Buffer;
  /** A block that began and never ended, when its connection is over: nobody waits for an answer. */
  readonly unfinished?: (content: Buffer, peer: string) => Promise<void>;
  readonly onError?: (error: unknown) => void;
}

export interface ListenerLimits {
  readonly bytesMax: number;
  readonly connectionsMax: number;
  /** Of one address. */
  readonly connectionsOfAddressMax: number;
  /** Of all connections together: blocks that have begun and blocks that wait. A stranger fills it as well as a known sender: who speaks stands inside. */
  readonly heldBytesMax: number;
  /** Without a byte for so long, the connection ends. */
  readonly idleMs: number;
  /** A block that has begun must end within. */
  readonly blockMs: number;
  /** After 0x1C without anything behind it, the block is taken as it is. */
  readonly endMs: number;
  /** Blocks of one connection that may wait; more are not read from the socket. */
  readonly waitingMax: number;
}

const LIMITS: ListenerLimits = { bytesMax: 32 * 1024 * 1024, connectionsMax: 500, connectionsOfAddressMax: 250, heldBytesMax: 256 * 1024 * 1024, idleMs: 15 * 60_000, blockMs: 60_000, endMs: 500, waitingMax: 64 };

/** Who connects by TLS says hello within. */
const HANDSHAKE_MS = 10_000;
/** For the answers on their way. */
const LAST_BYTES_MS = 200;

export interface MllpListener {
  readonly port: number;
  /** Takes no new block, finishes those under way. */
  close(): Promise<void>;
}

/** Listens for blocks and answers each on its connection, in the order in which they came. */
export async function listenMllp(settings: ListenerSettings): Promise<MllpListener> {
  const limits = { ...LIMITS, ...settings.limits };
  const connections = new Set<Connection>();
  const memory: Memory = { heldBytes: 0 };
  const accept = (socket: Socket): void => {
    const ofAddress = [...connections].filter(({ address }) => address === socket.remoteAddress).length;
    if (connections.size >= limits.connectionsMax || ofAddress >= limits.connectionsOfAddressMax) return void socket.destroy();
    const connection = new Connection(socket, settings, { limits, memory });
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  };
  const server: Server = settings.tls === undefined
    ? createServer({ noDelay: true }, accept)
    : createTlsServer({ cert: settings.tls.certificate, key: settings.tls.key, minVersion: 'TLSv1.2', noDelay: true, handshakeTimeout: HANDSHAKE_MS }, accept);
  // Lines that speak no TLS never become a connection of ours; they must not hold up the end.
  const lines = new Set<Socket>();
  server.on('connection', (line: Socket) => {
    lines.add(line);
    line.once('close', () => lines.delete(line));
  });
  server.on('error', (error) => settings.onError?.(error));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...connections].map((connection) => connection.end()));
      if (settings.tls !== undefined) for (const line of lines) setTimeout(() => line.destroy(), LAST_BYTES_MS).unref();
      await closed;
    },
  };
}

/** What all connections hold together. */
interface Memory {
  heldBytes: number;
}

/** One sender. */
class Connection {
  readonly address: string | undefined;
  private readonly socket: Socket;
  private readonly settings: ListenerSettings;
  private readonly limits: ListenerLimits;
  private readonly memory: Memory;
  private heldBytes = 0;
  private waitingBytes = 0;
  private readonly reader: FrameReader;
  private readonly peer: string;
  private waiting = 0;
  private ending = false;
  private turn: Promise<void> = Promise.resolve();
  private blockTimer: NodeJS.Timeout | undefined;
  private endTimer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, settings: ListenerSettings, { limits, memory }: { limits: ListenerLimits; memory: Memory }) {
    this.socket = socket;
    this.address = socket.remoteAddress;
    this.memory = memory;
    this.settings = settings;
    this.limits = limits;
    this.reader = new FrameReader(limits.bytesMax);
    this.peer = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;
    socket.setTimeout(limits.idleMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.over());
    socket.on('data', (bytes: Buffer) => this.take(bytes));
  }

  /** Lets the block under way be answered, then closes. */
  async end(): Promise<void> {
    this.ending = true;
    this.socket.pause();
    await this.turn;
    this.socket.end();
    setTimeout(() => this.socket.destroy(), LAST_BYTES_MS).unref();
  }

  private over(): void {
    clearTimeout(this.blockTimer);
    clearTimeout(this.endTimer);
    const content = this.ending ? undefined : this.reader.abandon();
    this.countHeld();
    if (content !== undefined) void this.settings.unfinished?.(content, this.peer).catch((error: unknown) => this.settings.onError?.(error));
  }

  private take(bytes: Buffer): void {
    if (this.ending) return;
    try {
      for (const block of this.reader.push(bytes)) this.queue(block);
      this.countHeld();
      if (this.memory.heldBytes > this.limits.heldBytesMax) throw new Error('too much is held');
    } catch {
      this.ending = true;
      this.reader.abandon();
      this.countHeld();
      void this.turn.then(() => this.socket.end(frame(this.settings.answerTooLarge())));
      return;
    }
    this.watchBlock();
    if (this.waiting >= this.limits.waitingMax) this.socket.pause();
  }

  private countHeld(): void {
    const now = this.reader.heldBytes + this.waitingBytes;
    this.memory.heldBytes += now - this.heldBytes;
    this.heldBytes = now;
  }

  private endAlone(): void {
    const block = this.reader.finish();
    if (block === undefined) return;
    clearTimeout(this.blockTimer);
    this.queue(block);
  }

  private queue(block: Buffer): void {
    this.waiting += 1;
    this.waitingBytes += block.length;
    this.turn = this.turn.then(async () => {
      // After a close nobody hears an answer; what was not begun stays with the sender, who has no answer either.
      if (!this.ending && !this.socket.destroyed) await this.answer(block);
      this.waiting -= 1;
      this.waitingBytes -= block.length;
      this.countHeld();
      if (this.waiting < this.limits.waitingMax / 2 && !this.ending) this.socket.resume();
    });
  }

  private async answer(block: Buffer): Promise<void> {
    try {
      const answers = await this.settings.answer(block, this.peer);
      if (answers.length > 0 && !this.socket.destroyed) this.socket.write(Buffer.concat(answers.map(frame)));
    } catch (error) {
      // No answer: the sender sends again.
      this.settings.onError?.(error);
      this.socket.destroy();
    }
  }

  private watchBlock(): void {
    clearTimeout(this.blockTimer);
    clearTimeout(this.endTimer);
    if (this.reader.isEnding) this.endTimer = setTimeout(() => this.endAlone(), this.limits.endMs).unref();
    if (this.reader.isInside) this.blockTimer = setTimeout(() => this.socket.destroy(), this.limits.blockMs).unref();
  }
}
