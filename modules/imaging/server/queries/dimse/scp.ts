import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import dimse from 'dcmjs-dimse';
import type { Subject } from '#platform/access/subject.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import { ACCEPTED_SYNTAXES, EXPLICIT_LITTLE, IMPLICIT_LITTLE, isNative } from '#platform/dicom/transfer-syntaxes.ts';
import { announceStudies } from '../../commands/store/announce-studies.ts';
import { storeInstances, type Archive } from '../../commands/store/store-instances.ts';
import { describeInstance } from '../../rules/describe-instance.ts';
import { findByDimse, type Elements } from './find.ts';
import { moveInstances } from './move.ts';
import { ByteCollector, fileAround } from './raw-data-set.ts';
import { subjectOfTitle } from './subject-of-title.ts';
import { findWorklist } from './worklist.ts';

const { Scp, responses, requests, constants } = dimse;
const { Status, PresentationContextResult, RejectResult, RejectSource, RejectReason, SopClass } = constants;

type CStoreRequest = InstanceType<typeof requests.CStoreRequest>;
type CFindRequest = InstanceType<typeof requests.CFindRequest>;
type CMoveRequest = InstanceType<typeof requests.CMoveRequest>;
type CEchoRequest = InstanceType<typeof requests.CEchoRequest>;
type Association = dimse.association.Association;
type PresentationContext = dimse.association.PresentationContext;

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
const INSTANCE_BYTES_MAX = 512 * 1024 * 1024;
const QUERIES: readonly string[] = [
  '1.2.840.10008.5.1.4.1.2.1.1', SopClass.StudyRootQueryRetrieveInformationModelFind, SopClass.ModalityWorklistInformationModelFind,
  '1.2.840.10008.5.1.4.1.2.1.2', SopClass.StudyRootQueryRetrieveInformationModelMove, SopClass.Verification,
];
/** PS3.7 annex C and PS3.4 annex B. */
const REFUSED = { conflict: Status.DuplicateSOPInstance, 'other-organisation': Status.NotAuthorized, 'other-series': 0xa900 } as const;
const CANNOT_UNDERSTAND = 0xc000;
const OUT_OF_RESOURCES = 0xa700;

export interface DimseHouse {
  readonly archive: Archive;
  readonly onError: (error: unknown) => void;
}

/** The library makes one of these for each connection. */
export function associationHandler(house: DimseHouse, socket: Socket, options: object): InstanceType<typeof Scp> {
  return new ArchiveScp(house, socket, options);
}

class ArchiveScp extends Scp {
  private readonly house: DimseHouse;
  private readonly connection: Socket;
  private subject: Subject | undefined;
  private readonly changed = new Set<string>();
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
    this.subject = await subjectOfTitle(database, title);
    if (this.subject === undefined) {
      await recordAudit(database, { ...ANONYMOUS, name: title.slice(0, 16) }, { action: 'imaging.associate', outcome: 'refused', detail: { reason: 'unknown-title' } });
      this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, RejectReason.CallingAeNotRecognized);
      return;
    }
    for (const { context } of association.getPresentationContexts()) acceptContext(context);
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
    const { received, subject } = this;
    this.received = undefined;
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
      const identifier = (request.getDataset()?.getElements() ?? {}) as Elements;
      const isWorklist = request.getAffectedSopClassUid() === SopClass.ModalityWorklistInformationModelFind;
      const found = isWorklist ? await findWorklist(archive, this.subject!, identifier) : (await findByDimse(archive, this.subject!, identifier))?.answers;
      end.setStatus(found === undefined ? 0xa900 : Status.Success);
      await recordAudit(archive.database, this.subject!, { action: 'imaging.search', outcome: 'success', detail: { level: isWorklist ? 'worklist' : 'query', found: found?.length ?? 0 } });
      const pending = (found ?? []).map((elements) => {
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
    const response = responses.CMoveResponse.fromRequest(request);
    const identifier = (request.getDataset()?.getElements() ?? {}) as Elements;
    void moveInstances(this.house.archive, this.subject!, { identifier, destination: String(request.getCommandDataset()?.getElement('MoveDestination') ?? '').trim() }).then(
      ({ status, completed, failed }) => {
        response.setCompleted(completed);
        response.setFailures(failed);
        response.setRemaining(0);
        response.setWarnings(0);
        response.setStatus(status);
        respond([response]);
      },
      (error: unknown) => {
        this.house.onError(error);
        response.setStatus(CANNOT_UNDERSTAND);
        respond([response]);
      },
    );
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

/** Compressed as the caller has it, or else the explicit form, which loses nothing; for queries only the two plain ones. */
function acceptContext(context: PresentationContext): void {
  const proposed = context.getTransferSyntaxUids();
  const abstract = context.getAbstractSyntaxUid();
  const isStorage = abstract.startsWith(STORAGE);
  if (!isStorage && !QUERIES.includes(abstract)) {
    context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported);
    return;
  }
  const allowed = isStorage ? ACCEPTED_SYNTAXES : [EXPLICIT_LITTLE, IMPLICIT_LITTLE];
  const kept = proposed.filter((syntax) => allowed.includes(syntax));
  const chosen = kept.find((syntax) => !isNative(syntax)) ?? kept.find((syntax) => syntax === EXPLICIT_LITTLE) ?? kept[0];
  if (chosen === undefined) context.setResult(PresentationContextResult.RejectTransferSyntaxesNotSupported);
  else context.setResult(PresentationContextResult.Accept, chosen);
}
