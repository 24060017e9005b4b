import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { guardUnits } from './pdu-guard.ts';

let server: Server | undefined;
const lines: Socket[] = [];
afterEach(() => {
  for (const line of lines.splice(0)) line.destroy();
  server?.close();
});

async function open(requestMs?: number): Promise<{ caller: Socket; heard: () => number; isClosed: () => boolean }> {
  let heard = 0;
  server = createServer((socket) => {
    lines.push(socket);
    guardUnits(socket, requestMs);
    socket.on('data', (bytes: Buffer) => (heard += bytes.length)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  caller.on('error', () => undefined);
  lines.push(caller);
  await once(caller, 'connect');
  return { caller, heard: () => heard, isClosed: () => caller.closed };
}

const unit = (type: number, length: number, content = Buffer.alloc(Math.min(length, 1000))): Buffer => {
  const head = Buffer.alloc(6);
  head[0] = type;
  head.writeUInt32BE(length, 2);
  return Buffer.concat([head, content]);
};

it.each([
  ['a request of four gigabytes', unit(1, 0xffff_ffff)],
  ['data before any association', unit(4, 100)],
  ['a page of the web', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['a request and then data of a gigabyte', Buffer.concat([unit(1, 1000), unit(4, 0x4000_0000)])],
])('ends a connection that sends %s', async (_what, bytes) => {
  const { caller } = await open();
  caller.write(bytes);
  await once(caller, 'close');
});

it('passes what is in order, however it is cut, and ends who asks for nothing', async () => {
  const { caller, heard, isClosed } = await open(150);
  const bytes = Buffer.concat([unit(1, 1000), unit(4, 70_000, Buffer.alloc(70_000)), unit(4, 1, Buffer.alloc(1)), unit(5, 4, Buffer.alloc(4))]);
  for (let at = 0; at < bytes.length; at += 997) caller.write(bytes.subarray(at, at + 997));
  await expect.poll(heard).toBe(bytes.length);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(isClosed()).toBe(false);
  caller.destroy();
  server?.close();
  const silent = await open(50);
  await once(silent.caller, 'close');
  const half = await open(50);
  half.caller.write(unit(1, 1000).subarray(0, 500));
  await once(half.caller, 'close');
});
