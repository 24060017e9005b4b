import dimse from 'dcmjs-dimse';
import { gateFor } from '#platform/access/gate.ts';
import { sightOf } from '#platform/access/sight.ts';
import type { Subject } from '#platform/access/subject.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Archive } from '../../commands/store/store-instances.ts';
import { findTitle } from '../../store/calling-titles.ts';
import { addressFilters, listInstanceRows, STUDY_SCOPE, type InstanceRow } from '../../store/studies.ts';
import type { Elements } from './find.ts';
import { proposeAsKept, rawDataSetOf } from './raw-data-set.ts';

const { Client, requests, constants } = dimse;
const { Status } = constants;
const UNKNOWN_DESTINATION = 0xa801;
const SOME_FAILED = 0xb000;
const NOTHING_SAID = 0xa900;
const INSTANCES_MAX = 500;
const MOVE_MS_MAX = 10 * 60_000;

interface Moved {
  readonly status: number;
  readonly completed: number;
  readonly failed: number;
}

/** C-MOVE (PS3.4 C.4.2): only to a registered device of the caller's own organisation, the bytes as they are kept. */
export async function moveInstances(archive: Archive, subject: Subject, { identifier, destination }: { identifier: Elements; destination: string }): Promise<Moved> {
  const title = await findTitle(archive.database, destination);
  if (title?.host == null || title.port === null || !title.isActive || !subject.organisationIds.includes(title.ownerOrganisationId)) return { status: UNKNOWN_DESTINATION, completed: 0, failed: 0 };
  const read = (name: string): string | undefined => String(identifier[name] ?? '').trim() || undefined;
  const address = { studyUid: read('StudyInstanceUID'), seriesUid: read('SeriesInstanceUID'), sopUid: read('SOPInstanceUID') };
  if (Object.values(address).every((uid) => uid === undefined)) return { status: NOTHING_SAID, completed: 0, failed: 0 };
  const { rows } = await listInstanceRows(archive.database.sighted(sightOf(subject)), { scope: gateFor(subject, archive.database).scope(STUDY_SCOPE), filters: addressFilters(address), limit: INSTANCES_MAX, offset: 0 });
  const studies = new Map(rows.map((row) => [row.studyUid, row.personId]));
  for (const [studyUid, personId] of studies) await recordAudit(archive.database, subject, { action: 'imaging.move', outcome: 'success', resource: `ImagingStudy/${studyUid}`, personId, detail: { destination } });
  const completed = rows.length === 0 ? 0 : await sendTo(archive, rows, { host: title.host, port: title.port, calledTitle: title.callingTitle });
  const failed = rows.length - completed;
  return { status: failed === 0 ? Status.Success : SOME_FAILED, completed, failed };
}

interface Destination {
  readonly host: string;
  readonly port: number;
  readonly calledTitle: string;
}

async function sendTo({ objects }: Archive, rows: readonly InstanceRow[], { host, port, calledTitle }: Destination): Promise<number> {
  const client = new Client();
  let completed = 0;
  const dataSets = await Promise.all(rows.map(async (row) => rawDataSetOf(await objects.get(row), row)));
  proposeAsKept(client, dataSets);
  for (const dataSet of dataSets) {
    const request = new requests.CStoreRequest(dataSet);
    request.on('response', (response: { getStatus(): number }) => {
      if (response.getStatus() === Status.Success) completed += 1;
    });
    client.addRequest(request);
  }
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, MOVE_MS_MAX);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    for (const event of ['closed', 'networkError', 'associationRejected']) client.on(event, done);
    client.send(host, port, OWN_TITLE, calledTitle);
  });
  return completed;
}

/** Our own title where nothing else is set. */
const OWN_TITLE = 'YIGONG';
