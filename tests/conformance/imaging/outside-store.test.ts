import { afterEach, describe, expect, it } from 'vitest';
import { orthancStore } from '#modules/imaging/server/store/objects-orthanc.ts';
import { s3Store } from '#modules/imaging/server/store/objects-s3.ts';
import { ctStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { describeInstance } from '#modules/imaging/server/rules/describe-instance.ts';
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
  const storeOn = (server: S3Server, over: Partial<Parameters<typeof s3Store>[0]> = {}) => s3Store({ ...KEYS, endpoint: server.endpoint, requestMsMax: 300, ...over });

  it('an object is put, read and removed with a signature that the store checks; a wrong secret stores nothing', async () => {
    const server = await openStore();
    const store = storeOn(server);
    expect(await store.put(place, files[0]!)).toBe('kept');
    expect((await store.get(place)).equals(files[0]!)).toBe(true);
    await store.remove(place);
    expect(server.objects.size).toBe(0);
    await expect(store.get(place)).rejects.toThrow(/is gone/);
    await expect(storeOn(server, { secretAccessKey: 'another' }).put(place, files[0]!)).rejects.toThrow(/403/);
    await expect(storeOn(server, { bucket: 'elsewhere' }).put(place, files[0]!)).rejects.toThrow(/404/);
    expect(server.objects.size).toBe(0);
  });

  it('what arrives otherwise than it was signed is refused by the store', async () => {
    const server = await openStore();
    await expect(storeOn(server).put({ ...place, sha256: 'a'.repeat(64) }, files[0]!)).rejects.toThrow(/400/);
    expect(server.objects.size).toBe(0);
  });

  it.each([['silence'], ['error'], ['cut-line'], ['half-answer']] as const)('%s in two tries is overcome in the third', async (fault: Fault) => {
    const server = await openStore();
    const store = storeOn(server);
    if (fault !== 'half-answer') {
      server.faults.push(fault, fault);
      expect(await store.put(place, files[0]!)).toBe('kept');
    } else await store.put(place, files[0]!);
    server.faults.push(fault, fault);
    expect((await store.get(place)).equals(files[0]!)).toBe(true);
  });

  it('a kept object that has changed is told, never given', async () => {
    const server = await openStore();
    const store = storeOn(server);
    await store.put(place, files[0]!);
    const [key] = server.objects.keys();
    const changed = Buffer.from(files[0]!);
    changed[changed.length - 1]! ^= 1;
    server.objects.set(key!, changed);
    await expect(store.get(place)).rejects.toThrow(/has changed/);
  });

  it.each([['silence'], ['error'], ['cut-line']] as const)('%s for good while the second of three instances is stored leaves neither rows nor objects, and the study can be sent again', async (fault: Fault) => {
    const server = await openStore();
    const archive = await TestArchive.open({ s3: { ...KEYS, endpoint: server.endpoint, requestMsMax: 200 } });
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
      expect(await store.put(place, files[0]!)).toBe('kept');
      expect(await store.put(place, files[0]!)).toBe('kept');
      expect((await store.get(place)).equals(files[0]!)).toBe(true);
      const other = Buffer.from(files[0]!);
      other[other.length - 1]! ^= 1;
      const second = describeInstance(other);
      expect(await store.put(second, other)).toBe('taken');
      await store.remove(second);
      expect(await open.count('')).toBe(1);
      await store.remove(place);
      expect(await open.count('')).toBe(0);
      await expect(store.get(place)).rejects.toThrow(/is gone/);
      await expect(orthancStore({ ...open.settings.orthanc!, password: 'wrong' }).put(place, files[0]!)).rejects.toThrow(/401/);
    } finally {
      await open.close();
    }
    await expect(orthancStore({ ...open.settings.orthanc!, requestMsMax: 200 }).get(place)).rejects.toThrow(/nothing/);
  }, 30_000);
});
