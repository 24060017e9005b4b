import { request as httpRequest } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
import { EXPLICIT_LITTLE } from '#platform/dicom/transfer-syntaxes.ts';
import { textElement, writeDicom } from '#platform/dicom/write-file.ts';
import { TestArchive } from './test-archive.ts';

const { Client, Scp, requests, responses, constants, association } = dimse;
const PDF = '1.2.840.10008.5.1.4.1.1.104.1';
const STUDY = '2.25.4001';
const COUNT = 24;
const BYTES = 1024 * 1024;
/** A client that takes some megabytes a second: the whole would take it ten seconds. */
const SIP_MS = 20;
/** After the right has ended: a second, and time for a machine that does much else. */
const ENDED_MS_MAX = 5_000;
/** What a device takes for each object. */
const STORING_MS = 150;
/** So many it may have by then: those of before the right ended, those of a second, and some. */
const STORED_MAX = 16;

const instance = (number: number): Buffer => writeDicom({ elements: [
  textElement('00080016', 'UI', PDF), textElement('00080018', 'UI', `${STUDY}.1.${number}`), textElement('00080060', 'CS', 'DOC'),
  textElement('00100010', 'PN', 'Zhang^San'), textElement('00100020', 'LO', 'E-1'), textElement('0020000D', 'UI', STUDY), textElement('0020000E', 'UI', `${STUDY}.1`),
  { tag: '00420011', vr: 'OB', bytes: Buffer.alloc(BYTES, number) },
] });

const LONG_BYTES = 24 * BYTES;
/** Of another series of the study. */
const longInstance = (): Buffer => writeDicom({ elements: [
  textElement('00080016', 'UI', PDF), textElement('00080018', 'UI', `${STUDY}.2.1`), textElement('00080060', 'CS', 'DOC'), textElement('00100010', 'PN', 'Zhang^San'), textElement('00100020', 'LO', 'E-1'),
  textElement('0020000D', 'UI', STUDY), textElement('0020000E', 'UI', `${STUDY}.2`), { tag: '00420011', vr: 'OB', bytes: Buffer.alloc(LONG_BYTES, 7) },
] });

/** A workstation that takes its time over each object. */
class SlowStation extends Scp {
  private readonly stored: string[];

  constructor(socket: Socket, stored: string[]) {
    super(socket, {});
    this.stored = stored;
  }

  override associationRequested(asked: dimse.association.Association): void {
    for (const { context } of asked.getPresentationContexts()) context.setResult(constants.PresentationContextResult.Accept, EXPLICIT_LITTLE);
    this.sendAssociationAccept();
  }

  override associationReleaseRequested(): void {
    this.sendAssociationReleaseResponse();
  }

  override cStoreRequest(request: InstanceType<typeof requests.CStoreRequest>, respond: (response: InstanceType<typeof responses.CStoreResponse>) => void): void {
    this.stored.push(request.getAffectedSopInstanceUid());
    setTimeout(() => respond(succeeded(request)), STORING_MS);
  }

  override abort(): void {}
}

function succeeded(request: InstanceType<typeof requests.CStoreRequest>): InstanceType<typeof responses.CStoreResponse> {
  const response = responses.CStoreResponse.fromRequest(request);
  response.setStatus(constants.Status.Success);
  return response;
}

describe('what ends while a long answer goes out', () => {
  let archive: TestArchive;
  let listener: DimseListener;
  let port: number;
  const consent = { personId: 'person-e', organisationId: 'township', basis: 'consent', source: 'test/consent', validFrom: new Date('2026-01-01'), validUntil: null } as const;
  const title = { description: '测试设备', host: null, port: null, isActive: true, now: new Date(), subjectId: 'test' };

  beforeAll(async () => {
    archive = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
    listener = (await archive.service.listen({ onError: () => undefined, listens: () => undefined }))!;
    await archive.server.listen({ port: 0, host: '127.0.0.1' });
    port = (archive.server.server.address() as AddressInfo).port;
    for (let number = 0; number < COUNT; number += 8) {
      expect((await archive.store(Array.from({ length: 8 }, (_, index) => instance(number + index)))).status).toBe(200);
    }
    expect((await archive.store([longInstance()])).status).toBe(200);
    await archive.opened.database.execute("update imaging.study set person_id = 'person-e'");
    await putTitle(archive.opened.database, { ...title, ownerOrganisationId: 'township', callingTitle: 'READER' });
  }, 240_000);
  afterAll(() => archive?.close());

  const reader = () => archive.staff('township', ['imaging.read']);
  const withdraw = () => endRecordBasis(archive.opened.database, { source: consent.source, at: new Date() });
  beforeEach(async () => {
    await grantRecordBasis(archive.opened.database, consent);
    await putTitle(archive.opened.database, { ...title, ownerOrganisationId: 'township', callingTitle: 'READER' });
    archive.signIn('reader', reader());
  });

  /** Sips at an answer; what happened is told when the connection ends. `act` is done when some of it has come. */
  function sip(path: string, accept: string, act?: () => unknown): Promise<{ bytes: number; isWhole: boolean; endedMs: number }> {
    return new Promise((resolve, reject) => {
      let [bytes, isWhole, endedAt] = [0, false, 0];
      const request = httpRequest({ agent: false, host: '127.0.0.1', port, path: `/dicom-web${path}`, headers: { accept, 'x-test-subject': 'reader' } }, (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`answered ${answer.statusCode}`));
        answer.on('data', (piece: Buffer) => {
          bytes += piece.length;
          if (act !== undefined && endedAt === 0 && bytes > BYTES) {
            endedAt = performance.now();
            void act();
          }
          if (act === undefined) return;
          answer.pause();
          setTimeout(() => answer.resume(), SIP_MS);
        });
        answer.on('end', () => void (isWhole = answer.complete));
        answer.on('error', () => undefined);
        answer.on('close', () => resolve({ bytes, isWhole, endedMs: performance.now() - endedAt }));
      });
      request.on('error', reject);
      request.end();
    });
  }
  const WHOLE = 'multipart/related; type="application/dicom"; transfer-syntax=*';
  /** When the server let go of the connection; the client may have to drink what is under way still. */
  const serverEnds = (): Promise<number> => new Promise((resolve) => archive.server.server.once('connection', (socket: Socket) => socket.once('close', () => resolve(performance.now()))));

  it('nothing ends: the whole study comes', async () => {
    const { bytes, isWhole } = await sip(`/studies/${STUDY}`, WHOLE);
    expect(isWhole).toBe(true);
    expect(bytes).toBeGreaterThan(COUNT * BYTES);
  }, 240_000);

  it.each<[string, () => unknown]>([
    ['a consent is withdrawn', () => withdraw()],
    ['a right is taken away', () => archive.signIn('reader', { ...reader(), permissions: new Set() })],
    ['a session ends', () => archive.signIn('reader', undefined)],
  ])('%s: the other parts of a study do not come, and the trail says so', async (_, end) => {
    let endedAt = 0;
    const closed = serverEnds();
    const { bytes, isWhole } = await sip(`/studies/${STUDY}`, WHOLE, () => {
      endedAt = performance.now();
      return end();
    });
    expect(isWhole).toBe(false);
    expect(bytes).toBeLessThan((COUNT * BYTES) / 2);
    expect((await closed) - endedAt).toBeLessThan(ENDED_MS_MAX);
    const trail = await archive.opened.database.query("select from audit.entry where action = 'imaging.read' and outcome = 'refused' and detail ->> 'reason' = 'ended-meanwhile'");
    expect(trail.length).toBeGreaterThan(0);
  }, 240_000);

  it('one long value is broken off in its middle', async () => {
    const { bytes, isWhole } = await sip(`/studies/${STUDY}/series/${STUDY}.2/instances/${STUDY}.2.1`, 'application/dicom; transfer-syntax=*', withdraw);
    expect(isWhole).toBe(false);
    expect(bytes).toBeLessThan((LONG_BYTES * 2) / 3);
  }, 240_000);

  interface Answer {
    readonly status: number;
    readonly completed: number;
    readonly failures: number;
  }

  /** A client that is ready to be sent objects over the association by which it asks for a series; `network` is told its connection. */
  function get(seriesUid: string, { store, network }: { store: () => void; network?: (socket: Socket) => void }): Promise<Answer | undefined> {
    const client = new Client();
    const context = new association.PresentationContext(1, PDF, EXPLICIT_LITTLE);
    client.addAdditionalPresentationContext(context, true);
    const request = requests.CGetRequest.createSeriesGetRequest(STUDY, seriesUid);
    request.setAddStorageSopClassesToAssociation(false);
    let last: Answer | undefined;
    request.on('response', (response: InstanceType<typeof responses.CGetResponse>) => (last = { status: response.getStatus(), completed: response.getCompleted(), failures: response.getFailures() }));
    client.on('cStoreRequest', (asked: InstanceType<typeof requests.CStoreRequest>, respond: (response: InstanceType<typeof responses.CStoreResponse>) => void) => {
      store();
      setTimeout(() => respond(succeeded(asked)), STORING_MS);
    });
    client.addRequest(request);
    return new Promise((resolve) => {
      // A connection that was broken off ends with an error and is closed as well.
      client.on('networkError', () => resolve(last));
      client.on('closed', () => resolve(last));
      client.send('127.0.0.1', listener.port, 'READER', 'YIGONG');
      const connection = (client as unknown as { network: { socket: Socket; sendAssociationRequest: (asked: dimse.association.Association) => void } }).network;
      const ask = connection.sendAssociationRequest.bind(connection);
      connection.sendAssociationRequest = (asked) => {
        for (const each of asked.getPresentationContexts()) if (each.context.getAbstractSyntaxUid() === PDF) each.context.setProviderRole(true);
        network?.(connection.socket);
        ask(asked);
      };
    });
  }

  it.each<[string, () => unknown]>([
    ['a consent is withdrawn', () => withdraw()],
    ['the title is switched off', () => putTitle(archive.opened.database, { ...title, ownerOrganisationId: 'township', callingTitle: 'READER', isActive: false })],
  ])('C-GET, %s: what was not sent by then counts as failed', async (_, end) => {
    let stored = 0;
    const last = await get(`${STUDY}.1`, { store: () => void ((stored += 1) === 3 && end()) });
    expect(stored).toBeLessThan(STORED_MAX);
    expect(last).toMatchObject({ status: 0xb000, completed: stored, failures: COUNT - stored });
  }, 240_000);

  it('C-GET, one long object: the association ends in its middle', async () => {
    let [bytes, stored] = [0, 0];
    const last = await get(`${STUDY}.2`, {
      store: () => void (stored += 1),
      network: (socket) => socket.on('data', (piece: Buffer) => {
        if (bytes <= BYTES && bytes + piece.length > BYTES) void withdraw();
        bytes += piece.length;
        socket.pause();
        setTimeout(() => socket.resume(), SIP_MS);
      }),
    });
    expect([last, stored]).toEqual([undefined, 0]);
    expect(bytes).toBeGreaterThan(BYTES);
    expect(bytes).toBeLessThan((LONG_BYTES * 2) / 3);
  }, 240_000);

  it('C-MOVE, a consent is withdrawn: the device gets no more of it', async () => {
    const stored: string[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      void new SlowStation(socket, stored);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await putTitle(archive.opened.database, { ...title, ownerOrganisationId: 'township', callingTitle: 'STATION', host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    const client = new Client();
    const request = requests.CMoveRequest.createSeriesMoveRequest('STATION', STUDY, `${STUDY}.1`);
    const answers: Answer[] = [];
    request.on('response', (response: InstanceType<typeof responses.CMoveResponse>) => answers.push({ status: response.getStatus(), completed: response.getCompleted(), failures: response.getFailures() }));
    client.addRequest(request);
    const done = new Promise<void>((resolve, reject) => {
      client.on('closed', () => resolve());
      client.on('networkError', reject);
    });
    client.send('127.0.0.1', listener.port, 'READER', 'YIGONG');
    try {
      await expect.poll(() => stored.length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(2);
      await withdraw();
      await done;
      expect(stored.length).toBeLessThan(STORED_MAX);
      expect(answers.at(-1)!.status).toBe(0xb000);
      expect(answers.at(-1)!.completed + answers.at(-1)!.failures).toBe(COUNT);
      expect(answers.at(-1)!.failures).toBeGreaterThan(COUNT / 3);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }, 240_000);

  it('a title that is switched off finds nothing over the association that it has still', async () => {
    const client = new Client();
    const statuses: number[] = [];
    // Asks again and again over the one association, until it is refused: the library releases when none waits.
    const find = (): InstanceType<typeof requests.CFindRequest> => {
      const request = requests.CFindRequest.createStudyFindRequest({ StudyInstanceUID: STUDY });
      request.on('response', (response: InstanceType<typeof responses.CFindResponse>) => {
        statuses.push(response.getStatus());
        if (response.getStatus() === constants.Status.Success) (client as unknown as { network: { requests: unknown[] } }).network.requests.push(find());
      });
      return request;
    };
    client.addRequest(find());
    const done = new Promise<void>((resolve) => client.on('closed', () => resolve()));
    client.send('127.0.0.1', listener.port, 'READER', 'YIGONG');
    await expect.poll(() => statuses.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(3);
    expect(new Set(statuses)).toEqual(new Set([constants.Status.Pending, constants.Status.Success]));
    await putTitle(archive.opened.database, { ...title, ownerOrganisationId: 'township', callingTitle: 'READER', isActive: false });
    await done;
    expect(statuses.at(-1)).toBe(constants.Status.NotAuthorized);
  }, 240_000);
});
