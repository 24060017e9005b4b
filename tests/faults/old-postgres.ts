import { createServer } from 'node:net';

/** A server that speaks just enough of the PostgreSQL protocol to say that it is version 14. */
export function startOldPostgres(): Promise<{ connectionString: string; close: () => Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]));
      socket.on('data', (bytes: Buffer) => {
        if (bytes[0] === 'X'.charCodeAt(0)) socket.end();
        else socket.write(answer());
      });
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      resolve({
        connectionString: `postgresql://someone:secret-word@127.0.0.1:${port}/yigong`,
        close: () => new Promise((done) => server.close(() => done())),
      });
    });
  });
}

function answer(): Buffer {
  const columns = ['version', 'number', 'encoding'];
  const values = ['14.11', '140011', 'UTF8'];
  // RowDescription: name, table oid, column, type oid 25 (text), size, modifier, format; see the manual, "Message Formats".
  const description = columns.map((name) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
  );
  const row = values.map((value) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  return Buffer.concat([
    message('T', Buffer.concat([int16(columns.length), ...description])),
    message('D', Buffer.concat([int16(values.length), ...row])),
    message('C', Buffer.from('SELECT 1\0')),
    message('Z', Buffer.from('I')),
  ]);
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
