import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send } from '#fhir/subscriptions/send.ts';
import { fetchFile } from '#fhir/operations/bulk/fetch-file.ts';
import { orthancStore } from '#modules/imaging/server/store/objects/orthanc.ts';
import { openS3 } from '#platform/files/outside-store/s3.ts';
import { allowInsideHosts, checkedLookup, isClosedAddress, parseOutboundUrl, requestJson } from '#platform/http/outbound.ts';
import { deeds, openHostilePeer, type Deed, type HostilePeer } from './hostile-peer.ts';

/** What a peer does to whoever calls it ends in a reason, in time, and in little memory. */
describe('a peer that is called', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-peers-'));
  let peer: HostilePeer;
  beforeAll(async () => {
    peer = await openHostilePeer();
    allowInsideHosts([`127.0.0.1:${peer.port}`]);
  });
  afterAll(async () => {
    allowInsideHosts([]);
    await peer.close();
    rmSync(folder, { recursive: true });
  });

  const OVER = 'still waiting';
  const within = (ms: number, call: Promise<unknown>): Promise<string> =>
    Promise.race([call.then(() => 'done', (error: Error) => error.message), new Promise<string>((resolve) => setTimeout(resolve, ms, OVER))]);
  const ofEach = async (call: (deed: Deed) => Promise<unknown>, ms: number): Promise<Record<string, string>> =>
    Object.fromEntries(await Promise.all(deeds.map(async (deed) => [deed, await within(ms, call(deed))] as const)));

  test('a subscriber is told, or why not, whatever it does', async () => {
    const outcomes = await ofEach((deed) => send({ url: new URL(peer.urlOf(deed)), method: 'POST', headers: {}, body: '{}' }), 12_000);
    expect(outcomes).toMatchObject({ 'change of protocol': 'status 101', 'nothing': 'no answer in time', 'head byte by byte': 'no answer in time', 'wait a little without end': 'no answer in time', 'redirect': 'status 307', 'endless body': 'done' });
    expect(Object.values(outcomes)).not.toContain(OVER);
  }, 30_000);

  test('a set of keys, a token or a discovery document is read, or why not', async () => {
    const outcomes = await ofEach((deed) => requestJson({ url: peer.urlOf(deed), timeoutMs: 2_000 }), 8_000);
    expect(outcomes).toMatchObject({ 'change of protocol': 'status 101', 'body byte by byte': 'no answer in time', 'endless body': 'answer too large', 'endless refusal': 'status 500', 'redirect': 'status 307' });
    expect(Object.values(outcomes).filter((outcome) => outcome === OVER || outcome === 'done')).toEqual([]);
  }, 30_000);

  test('a file of an import comes, or why not: also byte by byte, which is never silent', async () => {
    const key = { seal: (_at: number, plain: Buffer) => plain, open: (_at: number, sealed: Buffer) => sealed };
    const outcomes = await ofEach((deed) => fetchFile({ url: peer.urlOf(deed), file: join(folder, randomBytes(6).toString('hex')), key, stepMs: 1_500, bytesMax: 20 * 1024 * 1024 }), 22_000);
    expect(outcomes).toMatchObject({ 'change of protocol': 'status 101', 'head byte by byte': 'no answer in time', 'body byte by byte': 'too slow', 'redirect': 'status 307' });
    expect(Object.values(outcomes)).not.toContain(OVER);
  }, 40_000);

  test('an object store answers, or why not: no redirect is followed, nothing endless kept', async () => {
    peer.asked.length = 0;
    const s3 = openS3({ endpoint: peer.base, bucket: 'b', region: 'x', accessKeyId: 'a', secretAccessKey: 'b', requestMsMax: 2_000, attempts: 1 });
    const before = process.memoryUsage().rss;
    const outcomes: Record<string, string> = {};
    for (const deed of deeds) outcomes[deed] = await within(6_000, s3.list(deed).next().then(() => s3.ask({ method: 'POST', key: deed })));
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome === OVER || outcome === 'done')).toEqual([]);
    expect(outcomes['redirect']).toBe('The object store answered 307');
    expect(peer.asked.filter((path) => path === '/inside')).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  }, 90_000);

  test('an outside archive that redirects or never ends is left', async () => {
    const at = (deed: Deed) => orthancStore({ url: peer.urlOf(deed), user: 'u', password: 'p', requestMsMax: 1_000 }).get({ sha256: 'a', sopUid: '1' });
    peer.asked.length = 0;
    expect(await within(8_000, at('redirect'))).toBe('The outside archive answered 307');
    expect(await within(20_000, at('body byte by byte'))).toBe('The outside archive answered nothing');
    expect(peer.asked.filter((path) => path === '/inside')).toEqual([]);
  }, 40_000);
});

describe('an address that is called', () => {
  test.each([
    'http://127.0.0.1/', 'http://2130706433/', 'http://0177.0.0.1/', 'http://0x7f.1/', 'http://127.1/', 'http://127.0.0.1./', 'http://①②⑦.0.0.1/', 'http://0/', 'http://[::1]/', 'http://[::]/', 'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/', 'http://[64:ff9b::a9fe:a9fe]/', 'http://[2002:7f00:1::]/', 'http://[fd00:ec2::254]/', 'http://[fe80::1]/', 'http://169.254.169.254/', 'http://100.100.100.200/', 'http://168.63.129.16/',
    'http://localhost/', 'http://LOCALHOST./', 'http://x.localhost/', 'http://metadata.google.internal/', 'http://user@example.org/', 'ftp://example.org/', 'file:///etc/passwd',
  ])('%s is refused before it is looked up', (url) => {
    expect(parseOutboundUrl(url)).toBeUndefined();
  });

  test('a name that answers twice is looked up once, and only its open address is taken', () => {
    const answers = [[{ address: '127.0.0.1', family: 4 }, { address: '203.0.113.9', family: 4 }], [{ address: '169.254.169.254', family: 4 }]];
    const look = checkedLookup((_name, _options, done) => done(null, answers.shift()!));
    const given: unknown[] = [];
    look('two.example', { all: true }, (error, found) => given.push(error?.message ?? found));
    look('two.example', {}, (error, found) => given.push(error?.message ?? found));
    expect(given).toEqual([[{ address: '203.0.113.9', family: 4 }], 'closed address']);
    expect(isClosedAddress('::ffff:10.0.0.1')).toBe(true);
  });
});
