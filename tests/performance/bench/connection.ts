import { connect, type Socket } from 'node:net';

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** An answer that came whole; its body is a text only for who asks for it. */
export class Answered {
  readonly status: number;
  readonly headers: string;
  private readonly bytes: Buffer;

  constructor(headers: string, bytes: Buffer) {
    this.status = Number(headers.slice(9, 12));
    this.headers = headers;
    this.bytes = bytes;
  }

  get body(): string {
    return this.bytes.toString('utf8');
  }
}

interface Waiting {
  readonly resolve: (answer: Answered) => void;
  readonly reject: (error: Error) => void;
}

/** An answer of which the head has come. */
interface Coming {
  readonly headers: string;
  readonly bodyFrom: number;
  readonly length: number;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One keep-alive HTTP/1.1 connection, one request at a time, answers with Content-Length only. The client runs on the cores that it
 * measures, so it does no more than take what comes: bodies stay bytes; `fetch` costs more than the server that it asks.
 */
export class Connection {
  private readonly socket: Socket;
  private readonly host: string;
  private waiting: Waiting | undefined;
  private chunks: Buffer[] = [];
  private received = 0;
  private coming: Coming | undefined;
  private ended: Error | undefined;
  private last: { readonly headers: Sent['headers']; readonly lines: string } = { headers: undefined, lines: '' };

  private constructor(socket: Socket, host: string) {
    this.socket = socket;
    this.host = host;
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The server closed the connection')));
  }

  static open(url: string): Promise<Connection> {
    const { hostname, port, host } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Connection(socket, host)));
    });
  }

  send({ method = 'GET', path, headers = {}, body }: Sent): Promise<Answered> {
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    const lines = this.linesOf(headers);
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\n${lines}${length}\r\n`;
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      if (typeof body === 'string') this.socket.write(head + body);
      else {
        this.socket.cork();
        this.socket.write(head);
        if (body !== undefined) this.socket.write(body);
        this.socket.uncork();
      }
    });
  }

  /** The same headers go with nearly every request. */
  private linesOf(headers: Sent['headers'] & object): string {
    if (this.last.headers !== headers) this.last = { headers, lines: Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('') };
    return this.last.lines;
  }

  get isOpen(): boolean {
    return this.ended === undefined;
  }

  close(): void {
    this.socket.destroy();
  }

  /** Bytes are put together once, when the last has come. */
  private take(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.received += chunk.length;
    this.coming ??= this.headIn(this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks));
    if (this.coming === undefined || this.received < this.coming.length) return;
    const { headers, bodyFrom } = this.coming;
    const whole = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    const { waiting } = this;
    [this.chunks, this.received, this.coming, this.waiting] = [[], 0, undefined, undefined];
    waiting?.resolve(new Answered(headers, whole.subarray(bodyFrom)));
  }

  private headIn(received: Buffer): Coming | undefined {
    const end = received.indexOf(END_OF_HEAD);
    if (end < 0) return undefined;
    const headers = received.toString('latin1', 0, end);
    const bodyFrom = end + END_OF_HEAD.length;
    return { headers, bodyFrom, length: bodyFrom + Number(/\r\ncontent-length: *(\d+)/i.exec(headers)?.[1] ?? 0) };
  }

  private fail(error: Error): void {
    this.ended ??= error;
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(error);
  }
}
