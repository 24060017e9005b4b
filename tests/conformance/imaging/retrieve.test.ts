import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { ByteCollector } from '#modules/imaging/server/queries/dimse/raw-data-set.ts';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import { EXPLICIT_LITTLE, IMPLICIT_LITTLE, isNative, syntaxOf } from '#platform/dicom/transfer-syntaxes.ts';
import { writeHead } from '#platform/dicom/write-file.ts';
import { expectedFiles, fileBytes, hasDicomData, isCut, isStorable, type ExpectedFile } from './expected.ts';
import { TestArchive } from './test-archive.ts';

const { Client, Scp, requests, responses, constants, association } = dimse;
const hasDcmtk = existsSync('/usr/bin/getscu');

interface Answer {
  readonly status: number;
  readonly remaining: number;
  readonly completed: number;
  readonly failures: number;
  readonly failedUids: readonly string[];
}

interface Got {
  readonly answers: readonly Answer[];
  /** Data sets by SOP Instance UID, as the bytes that came. */
  readonly received: ReadonlyMap<string, { readonly transferSyntax: string; readonly raw: Buffer }>;
}

/** What of the client's connection a test takes into its own hands. */
interface Connection {
  sendAssociationRequest: (asked: dimse.association.Association) => void;
  createStoreWritableStream: () => Writable;
  createDatasetFromStoreWritableStream: (writable: Writable, context: dimse.association.PresentationContext, respond: (dataSet: InstanceType<typeof dimse.Dataset>) => void) => void;
}

/** A workstation that takes nothing compressed. */
class PlainStation extends Scp {
  private readonly stored: Map<string, string>;

  constructor(socket: Socket, stored: Map<string, string>) {
    super(socket, {});
    this.stored = stored;
  }

  override associationRequested(asked: dimse.association.Association): void {
    for (const { context } of asked.getPresentationContexts()) {
      const isPlain = context.getTransferSyntaxUids().includes(EXPLICIT_LITTLE);
      if (isPlain) context.setResult(constants.PresentationContextResult.Accept, EXPLICIT_LITTLE);
      else context.setResult(constants.PresentationContextResult.RejectTransferSyntaxesNotSupported);
    }
    this.sendAssociationAccept();
  }

  override associationReleaseRequested(): void {
    this.sendAssociationReleaseResponse();
  }

  override cStoreRequest(request: InstanceType<typeof requests.CStoreRequest>, respond: (response: InstanceType<typeof responses.CStoreResponse>) => void): void {
    this.stored.set(request.getAffectedSopInstanceUid(), request.getDataset()!.getTransferSyntaxUid());
    const response = responses.CStoreResponse.fromRequest(request);
    response.setStatus(constants.Status.Success);
    respond(response);
  }
}

describe.skipIf(!hasDicomData)('C-GET and C-MOVE of every shared file (skipped where they are absent)', () => {
  let archive: TestArchive;
  let listener: DimseListener;
  const errors: unknown[] = [];
  const distinct = [...new Map(expectedFiles.filter((each) => isStorable(each) && !isCut(each)).map((each) => [each.SOPInstanceUID!, each])).values()];
  const title = { ownerOrganisationId: 'hospital', description: '测试设备', host: null, port: null, isActive: true, now: new Date(), subjectId: 'test' };

  beforeAll(async () => {
    archive = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
    listener = (await archive.service.listen({ onError: (error) => errors.push(error), listens: () => undefined }))!;
    await putTitle(archive.opened.database, { ...title, callingTitle: 'MODALITY' });
    await putTitle(archive.opened.database, { ...title, callingTitle: 'ELSEWHERE', ownerOrganisationId: 'township' });
    for (const each of distinct) await archive.store([fileBytes(each.file)]);
  }, 120_000);
  afterAll(() => archive?.close());

  interface Asked {
    readonly request: InstanceType<typeof requests.CGetRequest>;
    readonly title?: string;
    /** Classes that the client stores, each with the one syntax that it takes. */
    readonly takes: readonly { readonly sopClass: string; readonly syntaxes: readonly string[] }[];
    readonly answersWith?: number;
    readonly cancelsAfter?: number;
    readonly namesRole?: boolean;
  }

  /** A client that asks, and stores over the same association what it is sent. */
  function get({ request, title: callingTitle = 'MODALITY', takes, answersWith = constants.Status.Success, cancelsAfter, namesRole = true }: Asked): Promise<Got> {
    const answers: Answer[] = [];
    const received = new Map<string, { transferSyntax: string; raw: Buffer }>();
    const client = new Client();
    for (const { sopClass, syntaxes } of takes) {
      const context = new association.PresentationContext(1, sopClass, syntaxes[0]);
      for (const syntax of syntaxes.slice(1)) context.addTransferSyntaxUid(syntax);
      client.addAdditionalPresentationContext(context, true);
    }
    request.setAddStorageSopClassesToAssociation(false);
    request.on('response', (response: InstanceType<typeof responses.CGetResponse>) => {
      const failedUids = [(response.getDataset()?.getElements() as { FailedSOPInstanceUIDList?: string | string[] } | undefined)?.FailedSOPInstanceUIDList ?? []].flat();
      answers.push({ status: response.getStatus(), remaining: response.getRemaining(), completed: response.getCompleted(), failures: response.getFailures(), failedUids });
    });
    let last = { transferSyntax: '', raw: Buffer.alloc(0) };
    client.on('cStoreRequest', (store: InstanceType<typeof requests.CStoreRequest>, respond: (response: InstanceType<typeof responses.CStoreResponse>) => void) => {
      received.set(store.getAffectedSopInstanceUid(), last);
      if (received.size === cancelsAfter) client.cancel(request);
      const response = responses.CStoreResponse.fromRequest(store);
      response.setStatus(answersWith);
      respond(response);
    });
    client.addRequest(request);
    return new Promise((resolve, reject) => {
      client.on('associationRejected', () => reject(new Error('rejected')));
      client.on('closed', () => resolve({ answers, received }));
      client.on('networkError', reject);
      client.send('127.0.0.1', listener.port, callingTitle, 'YIGONG');
      const connection = (client as unknown as { network: Connection }).network;
      const ask = connection.sendAssociationRequest.bind(connection);
      // The library names the role only for the classes that it knows; here every class is named, or none.
      connection.sendAssociationRequest = (asked) => {
        if (namesRole) for (const { context } of asked.getPresentationContexts()) if (takes.some(({ sopClass }) => sopClass === context.getAbstractSyntaxUid())) context.setProviderRole(true);
        ask(asked);
      };
      connection.createStoreWritableStream = () => new ByteCollector(64 * 1024 * 1024);
      connection.createDatasetFromStoreWritableStream = (writable, context, respond) => {
        last = { transferSyntax: context.getAcceptedTransferSyntaxUid()!, raw: Buffer.concat((writable as ByteCollector).chunks) };
        respond(new dimse.Dataset({}, EXPLICIT_LITTLE));
      };
    });
  }

  function move(request: InstanceType<typeof requests.CMoveRequest>): Promise<{ status: number; completed: number; failures: number }[]> {
    const answers: { status: number; completed: number; failures: number }[] = [];
    const client = new Client();
    request.on('response', (response: InstanceType<typeof responses.CMoveResponse>) => answers.push({ status: response.getStatus(), completed: response.getCompleted(), failures: response.getFailures() }));
    client.addRequest(request);
    return new Promise((resolve, reject) => {
      client.on('closed', () => resolve(answers));
      client.on('networkError', reject);
      client.send('127.0.0.1', listener.port, 'MODALITY', 'YIGONG');
    });
  }
  const imageOf = (each: ExpectedFile) => requests.CGetRequest.createImageGetRequest(each.StudyInstanceUID!, each.SeriesInstanceUID!, each.SOPInstanceUID!);
  /** The data set as it lies in the file, and its form; a file without head names none. */
  function kept(each: ExpectedFile): { transferSyntax: string; raw: Buffer } {
    const { transferSyntax, bytes, dataSetOffset } = readDicom(fileBytes(each.file));
    return { transferSyntax, raw: bytes.subarray(dataSetOffset) };
  }
  const isDeflated = (each: ExpectedFile): boolean => kept(each).transferSyntax === '1.2.840.10008.1.2.1.99';
  const takesOnly = (each: ExpectedFile, syntaxes: readonly string[]) => [{ sopClass: each.SOPClassUID!, syntaxes }];

  it(`each of ${distinct.length} instances comes byte for byte to a client that takes its form`, async () => {
    for (const each of distinct.filter((one) => !isDeflated(one))) {
      const { transferSyntax, raw } = kept(each);
      const { answers, received } = await get({ request: imageOf(each), takes: takesOnly(each, [transferSyntax]) });
      expect(answers.at(-1), each.file).toMatchObject({ status: 0, completed: 1, failures: 0, remaining: 0 });
      expect(received.get(each.SOPInstanceUID!)?.transferSyntax, each.file).toBe(transferSyntax);
      expect(received.get(each.SOPInstanceUID!)!.raw.equals(raw), each.file).toBe(true);
    }
    expect(errors).toEqual([]);
  }, 300_000);

  it.each([['explicit', EXPLICIT_LITTLE], ['implicit', IMPLICIT_LITTLE]])('a client that takes only the %s little endian form gets every kind of instance in it, compressed ones decoded', async (_name, form) => {
    const kinds = new Map(distinct.map((each) => [[each.SOPClassUID, kept(each).transferSyntax, each.PhotometricInterpretation].join(' '), each]));
    for (const each of kinds.values()) {
      const { answers, received } = await get({ request: imageOf(each), takes: takesOnly(each, [form]) });
      const { transferSyntax } = kept(each);
      if (syntaxOf(transferSyntax) === undefined || answers.at(-1)!.status !== 0) {
        expect(answers.at(-1), each.file).toMatchObject({ status: 0xa702, failures: 1, failedUids: [each.SOPInstanceUID] });
        expect(isNative(transferSyntax), each.file).toBe(false);
        continue;
      }
      const got = received.get(each.SOPInstanceUID!)!;
      expect(got.transferSyntax).toBe(form);
      const read = readDicom(Buffer.concat([writeHead({ sopClass: each.SOPClassUID!, sopUid: each.SOPInstanceUID!, transferSyntax: form }), got.raw])).dataSet.elements;
      const whole = await archive.send('GET', `/studies/${each.StudyInstanceUID}/series/${each.SeriesInstanceUID}/instances/${each.SOPInstanceUID}`, { headers: { accept: 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1' } });
      expect(whole.status, each.file).toBe(200);
      const plain = readDicom(whole.bytes).dataSet.elements;
      expect([...read.keys()].filter((tag) => !tag.endsWith('0000')), each.file).toEqual([...plain.keys()].filter((tag) => !tag.endsWith('0000')));
      expect(read.get('7FE00010')?.bytes?.equals(plain.get('7FE00010')!.bytes!) ?? true, each.file).toBe(true);
    }
  }, 300_000);

  const multiple = distinct.map((each) => distinct.filter(({ StudyInstanceUID }) => StudyInstanceUID === each.StudyInstanceUID)).find((all) => all.length > 2)!;
  const takesAll = (all: readonly ExpectedFile[]) => [...new Set(all.map(({ SOPClassUID }) => SOPClassUID!))].map((sopClass) => ({ sopClass, syntaxes: [EXPLICIT_LITTLE] }));

  it('a whole study comes one after the other with the numbers of what is left, and the trail names it', async () => {
    const { answers, received } = await get({ request: requests.CGetRequest.createStudyGetRequest(multiple[0]!.StudyInstanceUID!), takes: takesAll(multiple) });
    expect([...received.keys()].sort()).toEqual(multiple.map(({ SOPInstanceUID }) => SOPInstanceUID!).sort());
    expect(answers.map(({ remaining }) => remaining)).toEqual(multiple.map((_, index) => multiple.length - 1 - index));
    const trail = await archive.opened.database.query("select 1 from audit.entry where action = 'imaging.get' and resource = $1", [`ImagingStudy/${multiple[0]!.StudyInstanceUID}`]);
    expect(trail.length).toBeGreaterThan(0);
  });

  it('only what the title may see is sent, and only where the client named itself as one that stores', async () => {
    const request = () => requests.CGetRequest.createStudyGetRequest(multiple[0]!.StudyInstanceUID!);
    const foreign = await get({ request: request(), takes: takesAll(multiple), title: 'ELSEWHERE' });
    expect(foreign.answers.at(-1)).toMatchObject({ status: 0, completed: 0 });
    expect(foreign.received.size).toBe(0);
    const silent = await get({ request: request(), takes: takesAll(multiple), namesRole: false });
    expect(silent.answers.at(-1)).toMatchObject({ status: 0xa702, failures: multiple.length });
    expect(silent.received.size).toBe(0);
  });

  it('a client that refuses gets the list of what failed; one that cancels is told how much was left', async () => {
    const request = () => requests.CGetRequest.createStudyGetRequest(multiple[0]!.StudyInstanceUID!);
    const full = await get({ request: request(), takes: takesAll(multiple), answersWith: 0xa700 });
    expect(full.answers.at(-1)).toMatchObject({ status: 0xa702, failures: multiple.length });
    expect([...full.answers.at(-1)!.failedUids].sort()).toEqual(multiple.map(({ SOPInstanceUID }) => SOPInstanceUID!).sort());
    const stopped = await get({ request: request(), takes: takesAll(multiple), cancelsAfter: 1 });
    expect(stopped.answers.at(-1)).toMatchObject({ status: 0xfe00, completed: 1, remaining: multiple.length - 1 });
  });

  it('an identifier without the key of its level is refused, a list of studies is taken, a pattern finds nothing', async () => {
    const other = distinct.find(({ StudyInstanceUID, SOPClassUID }) => StudyInstanceUID !== multiple[0]!.StudyInstanceUID && SOPClassUID === multiple[0]!.SOPClassUID)!;
    const asking = async (studies: string) => (await get({ request: requests.CGetRequest.createStudyGetRequest(studies), takes: takesAll([...multiple, other]) })).answers.at(-1);
    expect(await asking('')).toMatchObject({ status: 0xa900 });
    expect(await asking('1.2*')).toMatchObject({ status: 0, completed: 0 });
    const others = distinct.filter(({ StudyInstanceUID }) => StudyInstanceUID === other.StudyInstanceUID).length;
    expect(await asking(`${multiple[0]!.StudyInstanceUID}\\${other.StudyInstanceUID}`)).toMatchObject({ status: 0, completed: multiple.length + others });
  });

  it('C-MOVE to a device that takes only plain forms sends compressed instances decoded', async () => {
    const jpeg = distinct.find((each) => kept(each).transferSyntax === '1.2.840.10008.1.2.4.90')!;
    const stored = new Map<string, string>();
    const server = createServer((socket) => void new PlainStation(socket, stored));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await putTitle(archive.opened.database, { ...title, callingTitle: 'STATION', host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    try {
      const answers = await move(requests.CMoveRequest.createImageMoveRequest('STATION', jpeg.StudyInstanceUID!, jpeg.SeriesInstanceUID!, jpeg.SOPInstanceUID!));
      expect(answers.at(-1)).toMatchObject({ status: 0, completed: 1, failures: 0 });
      expect(stored.get(jpeg.SOPInstanceUID!)).toBe(EXPLICIT_LITTLE);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it.skipIf(!hasDcmtk)('DCMTK gets a study into files (skipped where it is not installed)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yigong-getscu-'));
    try {
      await promisify(execFile)('getscu', ['-aet', 'MODALITY', '-aec', 'YIGONG', '-S', '-od', folder, '-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${multiple[0]!.StudyInstanceUID}`, '127.0.0.1', String(listener.port)], { timeout: 30_000 });
      const uids = readdirSync(folder).map((name) => readDicom(readFileSync(join(folder, name))).dataSet.elements.get('00080018')!.bytes!.toString('latin1').replace(/\0/g, ''));
      expect(uids.sort()).toEqual(multiple.map(({ SOPInstanceUID }) => SOPInstanceUID!).sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
