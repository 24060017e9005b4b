import type { Socket } from 'node:net';
import dimse from 'dcmjs-dimse';
import { EXPLICIT_LITTLE } from '#platform/dicom/transfer-syntaxes.ts';
import { findTitle } from '../../store/calling-titles.ts';
import type { InstanceRow } from '../../store/studies.ts';
import type { Watch } from '../watch.ts';
import type { Elements } from './find.ts';
import type { Caller, DimseHouse, Progress } from './get.ts';
import { proposeAsKept, type RawDataSet } from './raw-data-set.ts';
import { dataSetFor, RETRIEVED, selectInstances, watchesOf } from './retrieve.ts';

const { Client, requests, constants } = dimse;
const { Status } = constants;
const UNKNOWN_DESTINATION = 0xa801;
const MOVE_MS_MAX = 10 * 60_000;
/** Of one association: what of them is held in memory at once, and how many contexts they can need. */
const BATCH_BYTES_MAX = 64 * 1024 * 1024;
const BATCH_MAX = 100;

/** C-MOVE (PS3.4 C.4.2): only to a registered device of the caller's own organisation, the bytes as they are kept where the device takes them so. */
export async function moveInstances(house: DimseHouse, { subject, subjectNow }: Caller, { identifier, destination }: { identifier: Elements; destination: string }): Promise<Progress> {
  const nothing = { remaining: 0, completed: 0, warnings: 0, failedUids: [] };
  const title = await findTitle(house.archive.database, destination);
  if (title?.host == null || title.port === null || !title.isActive || !subject.organisationIds.includes(title.ownerOrganisationId)) return { ...nothing, status: UNKNOWN_DESTINATION };
  const selected = await selectInstances(house.archive, subject, { identifier, action: 'imaging.move', detail: { destination } });
  if ('status' in selected) return { ...nothing, status: selected.status };
  const place = { host: title.host, port: title.port, calledTitle: title.callingTitle };
  const left = new Set(selected.rows.map(({ sopUid }) => sopUid));
  const watches = watchesOf(house.archive, subjectNow, selected.rows);
  for (const batch of batchesOf(selected.rows)) {
    const watch = watches.of(batch[0]!.studyUid);
    if (await watch.isOpen()) await sendBatch(house, batch, { place, left, watch, takes: () => true });
    // A device that does not know a compressed form is sent the plain one.
    const again = batch.filter(({ sopUid }) => left.has(sopUid));
    if (again.length > 0 && (await watch.isOpen())) await sendBatch(house, again, { place, left, watch, takes: (syntax) => syntax === EXPLICIT_LITTLE });
  }
  const completed = selected.rows.length - left.size;
  return { status: left.size === 0 ? RETRIEVED.success : completed === 0 ? RETRIEVED.allFailed : RETRIEVED.someFailed, remaining: 0, completed, warnings: 0, failedUids: [...left] };
}

/** Of one study each: it is the study that may be seen or not. */
function batchesOf(rows: readonly InstanceRow[]): InstanceRow[][] {
  const batches: InstanceRow[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const last = batches.at(-1);
    if (bytes + row.byteCount > BATCH_BYTES_MAX || last!.length >= BATCH_MAX || last![0]!.studyUid !== row.studyUid) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(row);
    bytes += row.byteCount;
  }
  return batches;
}

interface Sending {
  readonly place: { readonly host: string; readonly port: number; readonly calledTitle: string };
  /** What has arrived is taken out. */
  readonly left: Set<string>;
  readonly watch: Watch;
  readonly takes: (transferSyntax: string) => boolean;
}

async function sendBatch({ files, onError }: DimseHouse, rows: readonly InstanceRow[], { place, left, watch, takes }: Sending): Promise<void> {
  const dataSets: RawDataSet[] = [];
  const client = new Client();
  for (const row of rows) {
    const dataSet = await dataSetFor(files, row, takes).catch(onError);
    if (dataSet === undefined) continue;
    dataSets.push(dataSet);
    const request = new requests.CStoreRequest(dataSet);
    request.on('response', (response: { getStatus(): number }) => {
      if (response.getStatus() === Status.Success) left.delete(row.sopUid);
    });
    client.addRequest(request);
  }
  if (dataSets.length === 0) return;
  proposeAsKept(client, dataSets);
  const sent = new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, MOVE_MS_MAX);
    for (const event of ['closed', 'networkError', 'associationRejected']) client.on(event, done);
    client.send(place.host, place.port, OWN_TITLE, place.calledTitle);
  });
  // The device keeps what it has acknowledged; the rest of the batch it is not sent.
  await watch.during(sent, () => hangUp(client));
}

/** The library's own abort waits behind what it has written already. */
function hangUp(client: InstanceType<typeof Client>): void {
  (client as unknown as { network?: { socket: Socket } }).network?.socket.destroy();
}

/** Our own title where nothing else is set. */
const OWN_TITLE = 'YIGONG';
