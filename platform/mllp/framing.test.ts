import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { frame, FrameReader } from './framing.ts';
import { listenMllp, type ListenerLimits, type MllpListener } from './listener.ts';
import { openMllp } from './sender.ts';

const text = (blocks: readonly Buffer[]): string[] => blocks.map((block) => block.toString('latin1'));
const bytes = (written: string): Buffer => Buffer.from(written, 'latin1');

describe('blocks', () => {
  it('are the same however the stream is cut', () => {
    const content = fc.uint8Array({ minLength: 1, maxLength: 40 }).filter((each) => !each.includes(0x1c) && !each.includes(0x0b));
    fc.assert(fc.property(fc.array(content, { maxLength: 5 }), fc.array(fc.nat(60), { maxLength: 20 }), (contents, cuts) => {
      const stream = Buffer.concat(contents.map(frame));
      const reader = new FrameReader(1000);
      const got: Buffer[] = [];
      let at = 0;
      for (const cut of [...cuts, stream.length]) {
        got.push(...reader.push(stream.subarray(at, at + cut)));
        at = Math.min(stream.length, at + cut);
      }
      expect(got.map((each) => each.toString('hex'))).toEqual(contents.map((each) => Buffer.from(each).toString('hex')));
    }), { numRuns: 500 });
  });

  it.each([
    ['ended by 0x1C 0x0A', '\x0ba\x1c\n\x0bb\x1c\r', ['a', 'b']], ['ended by 0x1C alone before the next', '\x0ba\x1c\x0bb\x1c\r', ['a', 'b']], ['with bytes between', '\r\n\x00\x0ba\x1c\r\r\n\x0bb\x1c\r', ['a', 'b']],
    ['with 0x1C within', '\x0ba\x1cb\x1c\r', ['a\x1cb']], ['with nothing in it', '\x0b\x1c\r', ['']],
  ])('%s', (_what, stream, wanted) => {
    expect(text(new FrameReader(100).push(bytes(stream)))).toEqual(wanted);
  });

  it('that end in nothing can be finished, and what never ended can be had', () => {
    const reader = new FrameReader(100);
    expect(reader.push(bytes('\x0ba\x1c'))).toEqual([]);
    expect(reader.isEnding).toBe(true);
    expect(reader.finish()?.toString()).toBe('a');
    expect(reader.push(bytes('\x0bb'))).toEqual([]);
    expect([reader.finish(), reader.abandon()?.toString(), reader.abandon()]).toEqual([undefined, 'b', undefined]);
    expect(() => new FrameReader(3).push(bytes('\x0babcd'))).toThrow('too-large');
  });
});

describe('a listener', () => {
  const open: MllpListener[] = [];
  afterEach(async () => {
    for (const listener of open.splice(0)) await listener.close();
  });
  const listen = async ({ limits = {}, tls }: { limits?: Partial<ListenerLimits>; tls?: { certificate: string; key: string } } = {}) => {
    const unfinished: string[] = [];
    const listener = await listenMllp({
      port: 0, host: '127.0.0.1', limits, tls, answer: async (content) => [bytes(`ok ${content.toString('latin1')}`)], answerTooLarge: () => bytes('too large'),
      unfinished: async (content) => void unfinished.push(content.toString('latin1')),
    });
    open.push(listener);
    return { port: listener.port, unfinished };
  };
  const talk = async (port: number, written: string, wanted: number): Promise<string[]> => {
    const socket = connect({ host: '127.0.0.1', port });
    const reader = new FrameReader(10_000);
    const got: string[] = [];
    socket.write(bytes(written));
    while (got.length < wanted) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      got.push(...text(reader.push(chunk)));
    }
    socket.destroy();
    return got;
  };

  it('answers several blocks of one packet in order, and one that ends in 0x1C alone', async () => {
    const { port } = await listen({ limits: { endMs: 20 } });
    expect(await talk(port, '\x0ba\x1c\r\x0bb\x1c\r\x0bc\x1c\r', 3)).toEqual(['ok a', 'ok b', 'ok c']);
    expect(await talk(port, '\x0ba\x1c', 1)).toEqual(['ok a']);
  });

  it('hands over what never ended when the line breaks or the time is over, and answers it not', async () => {
    const { port, unfinished } = await listen({ limits: { blockMs: 60 } });
    const socket = connect({ host: '127.0.0.1', port });
    socket.end(bytes('\x0bMSH|half'));
    await expect.poll(() => unfinished).toEqual(['MSH|half']);
    const slow = connect({ host: '127.0.0.1', port });
    slow.write(bytes('\x0bMSH|slow'));
    await expect.poll(() => unfinished).toEqual(['MSH|half', 'MSH|slow']);
    slow.destroy();
  });

  it('ends a connection whose block is too large, with an answer, and takes no more connections than it may', async () => {
    const { port } = await listen({ limits: { bytesMax: 10, connectionsMax: 1 } });
    const first = connect({ host: '127.0.0.1', port });
    first.write(bytes('\x0b123'));
    await once(first, 'connect');
    const second = connect({ host: '127.0.0.1', port });
    await once(second, 'close');
    first.write(bytes('456789012345'));
    const [answer] = (await once(first, 'data')) as [Buffer];
    expect(answer.toString('latin1')).toBe('\x0btoo large\x1c\r');
    await once(first, 'close');
  });

  it('lets one address take half of the places, and all connections together hold so much that a stranger cannot fill the memory', async () => {
    const few = await listen({ limits: { connectionsOfAddressMax: 1 } });
    const only = connect({ host: '127.0.0.1', port: few.port });
    await once(only, 'connect');
    await once(connect({ host: '127.0.0.1', port: few.port }), 'close');
    only.destroy();
    const { port } = await listen({ limits: { bytesMax: 10, heldBytesMax: 15 } });
    const first = connect({ host: '127.0.0.1', port });
    first.write(bytes('\x0b12345678'));
    await once(first, 'connect');
    const second = connect({ host: '127.0.0.1', port });
    await new Promise((resolve) => setTimeout(resolve, 50));
    second.write(bytes('\x0b12345678'));
    const [answer] = (await once(second, 'data')) as [Buffer];
    expect(answer.toString('latin1')).toBe('\x0btoo large\x1c\r');
    // What the second gave up is free again, and the first is served to its end.
    expect(await talk(port, '\x0ba\x1c\r', 1)).toEqual(['ok a']);
    first.write(bytes('\x1c\r'));
    const [late] = (await once(first, 'data')) as [Buffer];
    expect(late.toString('latin1')).toContain('ok 12345678');
    first.destroy();
  });

  it('speaks TLS with a certificate of its own; a sender that does not trust it sends nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yigong-mllp-'));
    try {
      execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem'), '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
      const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => readFileSync(join(folder, name), 'utf8')) as [string, string];
      const { port } = await listen({ tls: { certificate, key } });
      const socket = connectTls({ host: '127.0.0.1', servername: 'localhost', port, ca: certificate });
      await once(socket, 'secureConnect');
      socket.write(frame(bytes('a')));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect([answer.toString('latin1'), socket.authorized]).toEqual(['\x0bok a\x1c\r', true]);
      socket.destroy();
      await expect(openMllp({ host: 'localhost', port, usesTls: true })).rejects.toThrow(/certificate|self.signed/i);
      // A clear text sender is not understood.
      const clear = connect({ host: '127.0.0.1', port });
      clear.on('error', () => undefined).write(frame(bytes('MSH|a clear text message')));
      await once(clear, 'close');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
