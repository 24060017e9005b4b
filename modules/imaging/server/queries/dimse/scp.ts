import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import dimse from 'dcmjs-dimse';
import type { Subject } from '#platform/access/subject.ts';
import { recordAudit, type AuditEntry } from '#platform/audit/audit.ts';
import { entriesOfList } from '#platform/audit/listed-persons.ts';
import { SocketCaller } from '#platform/database/limits/work.ts';
import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import { ACCEPTED_SYNTAXES, EXPLICIT_LITTLE, IMPLICIT_LITTLE, isNative } from '#platform/dicom/transfer-syntaxes.ts';
import { announceStudies } from '../../commands/store/announce-studies.ts';
import { storeInstances } from '../../commands/store/store-instances.ts';
import { describeInstance } from '../../rules/describe-instance.ts';
import { findByDimse, type Elements } from './find.ts';
import { AGAIN_MS } from '../watch.ts';
import { getInstances, type Caller, type DimseHouse, type Progress } from './get.ts';
import { moveInstances } from './move.ts';
import { RETRIEVED } from './retrieve.ts';
import { ByteCollector, fileAround, type RawDataSet } from './raw-data-set.ts';
import { subjectOfTitle } from './subject-of-title.ts';
import { findWorklist } from './worklist.ts';

const { Scp, responses, requests, constants } = dimse;
const { Status, PresentationContextResult, RejectResult, RejectSource, RejectReason, SopClass } = constants;

type CStoreRequest = InstanceType<typeof requests.CStoreRequest>;
type CFindRequest = InstanceType<typeof requests.CFindRequest>;
type CGetRequest = InstanceType<typeof requests.CGetRequest>;
type CMoveRequest = InstanceType<typeof requests.CMoveRequest>;
type CEchoRequest = InstanceType<typeof requests.CEchoRequest>;
type Association = dimse.association.Association;
type PresentationContext = dimse.association.PresentationContext;

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
const INSTANCE_BYTES_MAX = 512 * 1024 * 1024;
const QUERIES: readonly string[] = [
  '1.2.840.10008.5.1.4.1.2.1.1', SopClass.StudyRootQueryRetrieveInformationModelFind, SopClass.ModalityWorklistInformationModelFind,
  '1.2.840.10008.5.1.4.1.2.1.2', SopClass.StudyRootQueryRetrieveInformationModelMove, '1.2.840.10008.5.1.4.1.2.1.3', SopClass.StudyRootQueryRetrieveInformationModelGet, SopClass.Verification,
];
/** PS3.7 annex C and PS3.4 annex B. */
const REFUSED = { conflict: Status.DuplicateSOPInstance, 'other-organisation': Status.NotAuthorized, 'other-series': 0xa900 } as const;
const CANNOT_UNDERSTAND = 0xc000;
const OUT_OF_RESOURCES = 0xa700;
/** 64 letters at most (PS3.7 annex C). */
const CUT = 'More match than are given; ask for less';
/** Silence after a refusal. */
const REFUSED_MS_MAX = 2_000;

/** The library makes one of these for each connection. */
export function associationHandler(house: DimseHouse, socket: Socket, options: object): InstanceType<typeof Scp> {
  return new ArchiveScp(house, socket, options);
}

class ArchiveScp extends Scp {
  private readonly house: DimseHouse;
  private readonly connection: Socket;
  private title = '';
  private subject: Subject | undefined;
  private subjectReadAt = -Infinity;
  private contexts: readonly PresentationContext[] = [];
  private readonly changed = new Set<string>();
  private readonly cancelled = new Set<number>();
  private received: { raw: Buffer; transferSyntax: string } | 'too-large' | undefined;

  constructor(house: DimseHouse, socket: Socket, options: object) {
    super(socket, options);
    this.house = house;
    this.connection = socket;
    // Who hangs up without a word leaves what was kept told all the same.
    socket.on('close', () => void this.announce());
  }

  override associationRequested(association: Association): void {
    void this.decide(association).catch((error: unknown) => this.fail(error));
  }

  private async decide(association: Association): Promise<void> {
    const { database } = this.house.archive;
    const title = association.getCallingAeTitle();
    this.title = title;
    if ((await this.subjectNow()) === undefined) {
      await recordAudit(database, { ...ANONYMOUS, name: title.slice(0, 16) }, { action: 'imaging.associate', outcome: 'refused', detail: { reason: 'unknown-title' } });
      this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, RejectReason.CallingAeNotRecognized);
      // It is the caller's to hang up (PS3.8 §9.2.3); one that does not keeps no place.
      this.connection.setTimeout(REFUSED_MS_MAX);
      return;
    }
    this.contexts = association.getPresentationContexts().map(({ context }) => context);
    for (const context of this.contexts) acceptContext(context, takesStores(this.contexts, context.getAbstractSyntaxUid()));
    this.sendAssociationAccept();
  }

  override associationReleaseRequested(): void {
    void this.announce().then(() => this.sendAssociationReleaseResponse(), (error: unknown) => this.fail(error));
  }

  override abort(): void {
    // The library leaves the socket open, and DCMTK then waits for half a minute.
    this.connection.destroy();
  }

  override cEchoRequest(request: CEchoRequest, respond: (response: InstanceType<typeof responses.CEchoResponse>) => void): void {
    const response = responses.CEchoResponse.fromRequest(request);
    response.setStatus(Status.Success);
    respond(response);
  }

  override createStoreWritableStream(): Writable {
    return new ByteCollector(INSTANCE_BYTES_MAX);
  }

  override createDatasetFromStoreWritableStream(writable: Writable, context: PresentationContext, respond: (dataset: InstanceType<typeof dimse.Dataset>) => void): void {
    const collector = writable as ByteCollector;
    const transferSyntax = context.getAcceptedTransferSyntaxUid() ?? IMPLICIT_LITTLE;
    this.received = collector.isTooLarge ? 'too-large' : { raw: Buffer.concat(collector.chunks), transferSyntax };
    respond(new dimse.Dataset({}, transferSyntax));
  }

  override cStoreRequest(request: CStoreRequest, respond: (response: InstanceType<typeof responses.CStoreResponse>) => void): void {
    const response = responses.CStoreResponse.fromRequest(request);
    void this.store(request).then((status) => {
      response.setStatus(status);
      respond(response);
    });
  }

  private async store(request: CStoreRequest): Promise<number> {
    const { received } = this;
    this.received = undefined;
    const subject = await this.subjectNow();
    if (subject === undefined) return Status.NotAuthorized;
    if (received === undefined) return CANNOT_UNDERSTAND;
    if (received === 'too-large') return OUT_OF_RESOURCES;
    try {
      const bytes = fileAround(received.raw, { transferSyntax: received.transferSyntax, sopClass: request.getAffectedSopClassUid(), sopUid: request.getAffectedSopInstanceUid() });
      const instance = describeInstance(bytes);
      if (instance.sopUid !== request.getAffectedSopInstanceUid()) return 0xa900;
      const [outcome] = await storeInstances(this.house.archive, { subject, received: [{ instance, bytes }], announces: 'later' });
      if (outcome!.kind === 'refused') return REFUSED[outcome!.reason];
      if (outcome!.kind === 'stored') this.changed.add(instance.studyUid);
      return Status.Success;
    } catch (error) {
      if (error instanceof DicomFailure) return error.reason === 'missing-attribute' ? 0xa900 : CANNOT_UNDERSTAND;
      this.house.onError(error);
      return Status.ProcessingFailure;
    }
  }

  override cFindRequest(request: CFindRequest, respond: (all: InstanceType<typeof responses.CFindResponse>[]) => void): void {
    void this.find(request).then(respond);
  }

  private async find(request: CFindRequest): Promise<InstanceType<typeof responses.CFindResponse>[]> {
    const end = responses.CFindResponse.fromRequest(request);
    const { archive } = this.house;
    try {
      const subject = await this.subjectNow();
      if (subject === undefined) return this.refused(end);
      const identifier = (request.getDataset()?.getElements() ?? {}) as Elements;
      const isWorklist = request.getAffectedSopClassUid() === SopClass.ModalityWorklistInformationModelFind;
      const database = archive.database.during({ kind: 'list', caller: new SocketCaller(this.connection) });
      const found = isWorklist ? await findWorklist({ database, clock: archive.clock }, subject, identifier) : await findByDimse({ database }, subject, identifier);
      const isCancelled = this.cancelled.delete(request.getMessageId());
      end.setStatus(found === undefined ? 0xa900 : isCancelled ? RETRIEVED.cancelled : found.isCut ? OUT_OF_RESOURCES : Status.Success);
      if (found?.isCut === true) end.setErrorComment(CUT);
      const entry: AuditEntry = { action: 'imaging.search', outcome: 'success', detail: { level: isWorklist ? 'worklist' : 'query', found: isCancelled ? 0 : (found?.answers.length ?? 0) } };
      for (const each of entriesOfList(entry, isCancelled ? [] : (found?.persons ?? []))) await recordAudit(archive.database, subject, each);
      const pending = (isCancelled ? [] : (found?.answers ?? [])).map((elements) => {
        const response = responses.CFindResponse.fromRequest(request);
        response.setDataset(new dimse.Dataset({ ...elements }, EXPLICIT_LITTLE));
        response.setStatus(Status.Pending);
        return response;
      });
      return [...pending, end];
    } catch (error) {
      if ((error as { kind?: string }).kind !== 'invalid') this.house.onError(error);
      end.setStatus(CANNOT_UNDERSTAND);
      return [end];
    }
  }

  override cMoveRequest(request: CMoveRequest, respond: (all: InstanceType<typeof responses.CMoveResponse>[]) => void): void {
    const identifier = (request.getDataset()?.getElements() ?? {}) as Elements;
    const destination = String(request.getCommandDataset()?.getElement('MoveDestination') ?? '').trim();
    void this.current((caller) => moveInstances(this.house, caller, { identifier, destination })).catch((error: unknown) => this.broken(error)).then((progress) => respond([withProgress(responses.CMoveResponse.fromRequest(request), progress)]));
  }

  override cGetRequest(request: CGetRequest, respond: (all: InstanceType<typeof responses.CGetResponse>[]) => void): void {
    const identifier = (request.getDataset()?.getElements() ?? {}) as Elements;
    const answerOf = (progress: Progress): InstanceType<typeof responses.CGetResponse> => withProgress(responses.CGetResponse.fromRequest(request), progress);
    // The library lets a request be answered once; what is between goes past it.
    const tell = (progress: Progress): void => this.sendResponse(request, answerOf(progress));
    const asking = {
      breakOff: () => this.breakOff(), tell, isCancelled: () => this.cancelled.has(request.getMessageId()) || this.connection.destroyed,
      takes: (sopClass: string, transferSyntax: string) => this.takesBack(sopClass, transferSyntax), store: (dataSet: RawDataSet) => this.storeBack(dataSet),
    };
    void this.current((caller) => getInstances(this.house, identifier, { ...asking, ...caller })).catch((error: unknown) => this.broken(error)).then((progress) => respond([answerOf(progress)]));
  }

  override cCancelRequest(request: InstanceType<typeof requests.CCancelRequest>): void {
    this.cancelled.add(request.getMessageIdBeingRespondedTo());
  }

  /** An association may stand for hours: who calls, and for whom, is read anew for what is asked over it. */
  private async subjectNow(): Promise<Subject | undefined> {
    if (performance.now() - this.subjectReadAt >= AGAIN_MS) {
      this.subject = await subjectOfTitle(this.house.archive.database, this.title);
      this.subjectReadAt = performance.now();
    }
    return this.subject;
  }

  private async current(work: (caller: Caller) => Promise<Progress>): Promise<Progress> {
    const subject = await this.subjectNow();
    if (subject === undefined) return { status: Status.NotAuthorized, remaining: 0, completed: 0, warnings: 0, failedUids: [] };
    return work({ subject, subjectNow: () => this.subjectNow() });
  }

  private refused<Answer extends { setStatus(status: number): void }>(answer: Answer): Answer[] {
    answer.setStatus(Status.NotAuthorized);
    return [answer];
  }

  private broken(error: unknown): Progress {
    this.house.onError(error);
    return { status: CANNOT_UNDERSTAND, remaining: 0, completed: 0, warnings: 0, failedUids: [] };
  }

  /** The other side stores this class, as it said when it asked for the association (PS3.7 D.3.3.4). */
  private takesBack(sopClass: string, transferSyntax: string): boolean {
    return takesStores(this.contexts, sopClass) && this.contexts.some((each) => each.getAbstractSyntaxUid() === sopClass && each.getResult() === PresentationContextResult.Accept && each.getAcceptedTransferSyntaxUid() === transferSyntax);
  }

  /** Only while something of an object is to go out still: who has it whole may take its time over the answer. */
  private breakOff(): void {
    if (this.connection.writableLength > 0) this.connection.destroy();
  }

  /** One C-STORE in the other direction; undefined when the connection ends before it is answered. */
  private storeBack(dataSet: RawDataSet): Promise<number | undefined> {
    const request = new requests.CStoreRequest(dataSet);
    return new Promise((resolve) => {
      const ended = (): void => resolve(undefined);
      this.connection.once('close', ended);
      request.on('response', (response: { getStatus(): number }) => {
        this.connection.off('close', ended);
        // The library keeps every request of an association; the bytes of this one are not needed again.
        request.setDataset(new dimse.Dataset({}));
        resolve(response.getStatus());
      });
      if (this.connection.destroyed) ended();
      else this.sendRequests(request);
    });
  }

  /** Tells FHIR and the other rooms of what came over this association. */
  private async announce(): Promise<void> {
    const studyUids = [...this.changed];
    this.changed.clear();
    if (studyUids.length === 0 || this.subject === undefined) return;
    const { subject, house: { archive, onError } } = this;
    await archive.database.transaction((tx) => announceStudies({ tx, subject, now: archive.clock.now(), newId: () => archive.ids.newId() }, studyUids)).catch(onError);
  }

  private fail(error: unknown): void {
    this.house.onError(error);
    this.connection.destroy();
  }
}

const ANONYMOUS: Subject = {
  kind: 'client', id: 'dicom-unknown', name: '', fhirReference: null, organisationId: null, organisationIds: [], roles: [], permissions: new Set(), personId: null, scopes: [], everyOrganisation: false,
};

/** Of contexts with one class the library reads the role into the first. */
const takesStores = (contexts: readonly PresentationContext[], sopClass: string): boolean => contexts.some((each) => each.getAbstractSyntaxUid() === sopClass && each.getProviderRole());

/**
 * Compressed as the caller has it, or else the explicit form, which loses nothing; for queries only the two plain ones.
 * Who will be sent objects here (C-GET) gets the plain form of those that it offers: everything that is kept can be given so.
 */
function acceptContext(context: PresentationContext, isSentTo: boolean): void {
  const proposed = context.getTransferSyntaxUids();
  const abstract = context.getAbstractSyntaxUid();
  const isStorage = abstract.startsWith(STORAGE);
  if (!isStorage && !QUERIES.includes(abstract)) {
    context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported);
    return;
  }
  const allowed = isStorage ? ACCEPTED_SYNTAXES : [EXPLICIT_LITTLE, IMPLICIT_LITTLE];
  const kept = proposed.filter((syntax) => allowed.includes(syntax));
  const plain = [EXPLICIT_LITTLE, IMPLICIT_LITTLE].find((syntax) => kept.includes(syntax));
  const compressed = kept.find((syntax) => !isNative(syntax));
  const chosen = (isSentTo ? plain : compressed) ?? plain ?? kept[0];
  if (chosen === undefined) context.setResult(PresentationContextResult.RejectTransferSyntaxesNotSupported);
  else context.setResult(PresentationContextResult.Accept, chosen);
}

type Retrieved = InstanceType<typeof responses.CMoveResponse> | InstanceType<typeof responses.CGetResponse>;

/** The numbers of an answer, and at the end which instances did not arrive (0008,0058). */
function withProgress<Answer extends Retrieved>(answer: Answer, { status, remaining, completed, warnings, failedUids }: Progress): Answer {
  answer.setStatus(status);
  answer.setRemaining(remaining);
  answer.setCompleted(completed);
  answer.setWarnings(warnings);
  answer.setFailures(failedUids.length);
  if (status !== Status.Pending && failedUids.length > 0) answer.setDataset(new dimse.Dataset({ FailedSOPInstanceUIDList: [...failedUids] }, EXPLICIT_LITTLE));
  return answer;
}
