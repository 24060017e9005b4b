import { findResource, listResourcesById } from '#fhir/repository/read.ts';
import { reaction, type ReactionContext } from '#platform/events/reaction.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Observation } from '#fhir/types/resources.gen.ts';
import type { DataItem } from '../contract/orders.ts';
import type { Kind } from '../contract/words.ts';
import { receiveData, takesData } from './commands/act/arrive.ts';
import { judgeObservation } from './commands/act/observe.ts';
import { followMerge } from '#modules/residents/server/api.ts';
import { findOrder, listMatchingOrders, lockOrder, moveOrders, returnOrders } from './store/orders.ts';
import type { OrderRow } from './store/row.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const firstText = (payload: Payload, names: readonly string[]): string | undefined => names.map((name) => text(payload[name])).find((value) => value !== undefined);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((each) => text(each) ?? []) : []);

/**
 * The order that data belongs to: by its number (accession number), its id, or, where the sender knows neither, the one
 * open order of the person and kind at that site. Two that fit are not guessed between.
 */
async function orderFor(context: ReactionContext, kind: Kind, payload: Payload): Promise<OrderRow | undefined> {
  for (const name of ['orderId', 'serviceRequestId', 'accessionNumber', 'orderNumber', 'number']) {
    const value = text(payload[name])?.replace(/^ServiceRequest\//, '');
    const found = value === undefined ? undefined : await findOrder(context.tx, value);
    if (found !== undefined) return lockOrder(context.tx, found.orderId);
  }
  const personId = text(payload['personId']);
  if (personId === undefined) return undefined;
  const matching = await listMatchingOrders(context.tx, { personId: await followMerge(context.tx, personId), kind, organisationId: text(payload['organisationId']) ?? null });
  const [only, ...others] = matching;
  return only !== undefined && others.length === 0 && (await isOfTime(context, only, payload)) ? only : undefined;
}

/** Data that arrives without a number belongs to an order only if it was made about then: an old study that is sent again does not. */
async function isOfTime(context: ReactionContext, order: OrderRow, payload: Payload): Promise<boolean> {
  const studyId = text(payload['imagingStudyId']);
  const study = studyId === undefined ? undefined : await findResource(context.tx, 'ImagingStudy', studyId.replace(/^ImagingStudy\//, ''));
  const made = Date.parse(momentOf(payload) ?? study?.started ?? '');
  return Number.isNaN(made) || made >= order.createdAt.getTime() - DAY_MS;
}

const DAY_MS = 86_400_000;
const momentOf = (payload: Payload): string | undefined => firstText(payload, ['performedAt', 'recordedAt', 'startedAt', 'studyAt', 'acquiredAt']);

async function attach(context: ReactionContext, kinds: readonly Kind[], { payload, item }: { payload: Payload; item: DataItem }): Promise<void> {
  for (const kind of kinds) {
    const order = await orderFor(context, kind, payload);
    if (order === undefined || !kinds.includes(order.kind)) continue;
    // Somebody else's data under a number of ours stays out.
    const personId = text(payload['personId']);
    if (personId !== undefined && (await followMerge(context.tx, personId)) !== (await followMerge(context.tx, order.personId))) return;
    const at = momentOf(payload);
    const performedAt = at !== undefined && !Number.isNaN(Date.parse(at)) ? new Date(at) : undefined;
    if (takesData(order, item)) await receiveData({ ...context, subject: systemSubject }, order, { item, ...(performedAt ? { performedAt } : {}) });
    return;
  }
}

const reference = (payload: Payload, names: readonly string[], type: string): string | null => {
  const value = firstText(payload, names);
  return value === undefined ? null : value.includes('/') ? value : `${type}/${value}`;
};

const studyArrives = (name: string, on: string) =>
  reaction({
    name,
    on,
    run: async (context, { payload }) => {
      const uid = firstText(payload, ['studyUid', 'studyInstanceUid']);
      if (uid === undefined) return;
      const title = firstText(payload, ['description', 'studyDescription', 'modality']) ?? 'DICOM';
      await attach(context, ['imaging', 'ultrasound', 'pathology'], {
        payload, item: { kind: 'study', uid, reference: reference(payload, ['imagingStudyId', 'imagingStudy'], 'ImagingStudy'), title, at: context.now.toISOString() },
      });
    },
  });

const ecgArrives = (name: string, on: string) =>
  reaction({
    name,
    on,
    run: async (context, { payload }) => {
      const uid = firstText(payload, ['recordId', 'ecgId', 'id']);
      if (uid === undefined) return;
      const observed = text(payload['observationId']) !== undefined;
      const found = reference(payload, observed ? ['observationId'] : ['documentReferenceId', 'documentId'], observed ? 'Observation' : 'DocumentReference');
      await attach(context, ['ecg'], { payload, item: { kind: 'ecg', uid, reference: found, title: '心电图', at: context.now.toISOString() } });
    },
  });

export const reactions = [
  studyArrives('shared-diagnosis.study-arrives', 'imaging.study-stored'),
  // A study whose person was found out afterwards.
  studyArrives('shared-diagnosis.study-is-matched', 'imaging.study-matched'),
  ecgArrives('shared-diagnosis.ecg-arrives', 'ecg.recorded'),
  // An ECG whose person was found out afterwards.
  ecgArrives('shared-diagnosis.ecg-is-matched', 'ecg.matched'),
  reaction({
    name: 'shared-diagnosis.result-judged',
    on: 'laboratory.result-verified',
    run: async (context, { payload }) => {
      const known = {
        reporterOrganisationId: firstText(payload, ['reporterOrganisationId', 'laboratoryOrganisationId', 'organisationId']), receiverOrganisationId: firstText(payload, ['requestingOrganisationId', 'requesterOrganisationId']),
        department: text(payload['department']), phone: firstText(payload, ['requesterPhone', 'phone']),
      };
      for (const observation of await observationsOf(context, payload)) await judgeObservation({ ...context, subject: systemSubject }, observation, known);
    },
  }),
  reaction({
    name: 'shared-diagnosis.follow-merge',
    on: 'resident.merged',
    run: async ({ tx }, { payload }) => {
      const [fromPersonId, toPersonId] = [text(payload['mergedId']), text(payload['residentId'])];
      if (fromPersonId && toPersonId) await moveOrders(tx, { fromPersonId, toPersonId });
    },
  }),
  reaction({
    name: 'shared-diagnosis.follow-unmerge',
    on: 'resident.unmerged',
    run: async ({ tx }, { payload }) => {
      const [separatedId, survivorId] = [text(payload['residentId']), text(payload['survivorId'])];
      if (separatedId && survivorId) await returnOrders(tx, { survivorId, separatedId });
    },
  }),
];

const OBSERVATIONS_MAX = 300;

/** Named one by one, or by the report that holds them. */
async function observationsOf({ tx }: ReactionContext, payload: Payload): Promise<Observation[]> {
  const named = [...texts(payload['observationIds']), ...[text(payload['observationId'])].flatMap((each) => each ?? [])];
  const reportId = firstText(payload, ['diagnosticReportId', 'reportId'])?.replace(/^DiagnosticReport\//, '');
  const report = reportId === undefined ? undefined : await findResource(tx, 'DiagnosticReport', reportId);
  const held = (report?.result ?? []).flatMap((each) => each.reference ?? []);
  const ids = [...named, ...held].map((each) => each.replace(/^Observation\//, ''));
  return listResourcesById(tx, 'Observation', [...new Set(ids)].slice(0, OBSERVATIONS_MAX));
}
