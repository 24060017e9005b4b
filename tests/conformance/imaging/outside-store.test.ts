import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { orthancStore } from '#modules/imaging/server/store/objects/orthanc.ts';
import { s3Bytes } from '#modules/imaging/server/store/objects/s3.ts';
import { sealedStore, type SealedStore } from '#modules/imaging/server/store/objects/sealed.ts';
import { ctStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { describeInstance } from '#modules/imaging/server/rules/describe-instance.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { archiveKinds } from './archive-kinds.ts';
import { KEYS, openS3Server, type Fault, type S3Server } from './s3-server.ts';
import { partsOf, TestArchive } from './test-archive.ts';

const files = ctStudy({ seed: 'outside store', patientId: 'P-1', patientName: 'Zhang^San=张^三', birthDate: '19700101', sex: 'M', date: '20261101', time: '080000', accessionNumber: 'A1', characterSet: 'GB18030' }, { slices: 3, noduleMm: 6 });
const instances = files.map((bytes) => ({ bytes, instance: describeInstance(bytes) }));
const place = { sha256: instances[0]!.instance.sha256, sopUid: instances[0]!.instance.sopUid };

describe('a store that speaks S3', () => {
  const closes: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closes.splice(0).reverse()) await close();
  });
  const openStore = async (): Promise<S3Server> => {
    const server = await openS3Server();
    closes.push(() => server.close());
    return server;
  };
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());
  const storeOn = (server: S3Server, over: Partial<Parameters<typeof s3Bytes>[0]> = {}): SealedStore => sealedStore(opened.database, s3Bytes({ ...KEYS, endpoint: server.endpoint, requestMsMax: 20_000, ...over }));
  const put = (store: SealedStore) => store.put([{ place, bytes: files[0]! }]);
  const unused = async (): Promise<boolean> => false;

  it('an object is put, read and removed with a signature that the store checks, lies there sealed; a wrong secret stores nothing', async () => {
    const server = await openStore();
    const store = storeOn(server);
    expect((await put(store)).size).toBe(0);
    expect([...server.objects.values()].some((bytes) => bytes.includes('DICM') || bytes.includes('Zhang'))).toBe(false);
    expect((await store.get(place)).equals(files[0]!)).toBe(true);
    await store.removeUnused(place, async () => true);
    expect(server.objects.size).toBe(1);
    await store.removeUnused(place, unused);
    expect(server.objects.size).toBe(0);
    await expect(store.get(place)).rejects.toThrow(/is gone/);
    await expect(put(storeOn(server, { secretAccessKey: 'another' }))).rejects.toThrow(/403/);
    await expect(put(storeOn(server, { bucket: 'elsewhere' }))).rejects.toThrow(/404/);
    expect(server.objects.size).toBe(0);
  });

  it.each([['silence'], ['error'], ['cut-line'], ['half-answer']] as const)('%s in two tries is overcome in the third', async (fault: Fault) => {
    const server = await openStore();
    const store = storeOn(server, fault === 'silence' ? { requestMsMax: 1_000 } : {});
    if (fault !== 'half-answer') {
      server.faults.push(fault, fault);
      expect((await put(store)).size).toBe(0);
    } else await put(store);
    server.faults.push(fault, fault);
    expect((await store.get(place)).equals(files[0]!)).toBe(true);
  });

  it('a kept object that has changed, or is another one, is told, never given; one that was kept in clear before is given, and sealed once', async () => {
    const server = await openStore();
    const store = storeOn(server);
    await store.put(instances.map(({ bytes, instance }) => ({ place: instance, bytes })));
    const [key, other] = [...server.objects.keys()] as [string, string];
    const sealed = server.objects.get(key)!;
    for (const wrong of [sealed.subarray(0, sealed.length - 1), server.objects.get(other)!, Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])])]) {
      server.objects.set(key, wrong);
      await expect(store.get(place)).rejects.toThrow(`${place.sha256} has changed`);
    }
    server.objects.set(key, files[0]!);
    expect((await store.get(place)).equals(files[0]!)).toBe(true);
    expect(await store.seal(place.sha256)).toBe(true);
    expect(server.objects.get(key)!.includes('DICM')).toBe(false);
    expect(await store.seal(place.sha256)).toBe(false);
    expect((await store.get(place)).equals(files[0]!)).toBe(true);
  });

  it.each([['silence'], ['error'], ['cut-line']] as const)('%s for good while the second of three instances is stored leaves neither rows nor objects, and the study can be sent again', async (fault: Fault) => {
    const server = await openStore();
    const archive = await TestArchive.open({ s3: { ...KEYS, endpoint: server.endpoint, requestMsMax: fault === 'silence' ? 600 : 20_000 } });
    closes.push(() => archive.close());
    // The first is stored; the four tries of the second fail; then the store is back.
    server.faults.push(undefined, fault, fault, fault, fault);
    expect((await archive.store(files)).status).toBeGreaterThanOrEqual(500);
    expect(server.objects.size).toBe(0);
    const [count] = await archive.opened.database.query<{ count: string }>('select (select count(*) from imaging.study) + (select count(*) from imaging.instance) + (select count(*) from events.outbox) as count');
    expect(Number(count!.count)).toBe(0);
    expect((await archive.store(files)).status).toBe(200);
    expect(server.objects.size).toBe(3);
    const whole = await archive.send('GET', `/studies/${instances[0]!.instance.studyUid}`, { headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' } });
    expect(partsOf(whole)).toHaveLength(3);
  }, 30_000);
});

const orthanc = archiveKinds.find(({ name }) => name.startsWith('Orthanc'))!;
describe.skipIf(!orthanc.isHere)(`an outside archive: ${orthanc.name}`, () => {
  it('gives back what it was sent; a file without a head is kept with one and given back without; other content under the UID is left to it', async () => {
    const open = await orthanc.open();
    try {
      const store = orthancStore(open.settings.orthanc!);
      for (let round = 0; round < 2; round += 1) expect((await store.put([{ place, bytes: files[0]! }])).size).toBe(0);
      expect((await store.get(place)).equals(files[0]!)).toBe(true);
      const other = Buffer.from(files[0]!);
      other[other.length - 1]! ^= 1;
      const second = describeInstance(other);
      expect([...(await store.put([{ place: second, bytes: other }]))]).toEqual([second.sha256]);
      await store.removeUnused(second, async () => false);
      expect(await open.count('')).toBe(1);
      await store.removeUnused(place, async () => false);
      expect(await open.count('')).toBe(0);
      await expect(store.get(place)).rejects.toThrow(/is gone/);
      await expect(orthancStore({ ...open.settings.orthanc!, password: 'wrong' }).put([{ place, bytes: files[0]! }])).rejects.toThrow(/401/);
    } finally {
      await open.close();
    }
    await expect(orthancStore({ ...open.settings.orthanc!, requestMsMax: 200 }).get(place)).rejects.toThrow(/nothing/);
  }, 30_000);
});
