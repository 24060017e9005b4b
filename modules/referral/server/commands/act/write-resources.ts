import type { FhirSignature } from '#platform/signature/fhir-signature.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import type { ReferralState } from '../../../contract/states.ts';
import { communicationOf, provenanceOf, type Message } from '../../rules/fhir-act.ts';
import { carePlanOf, episodeOf, serviceRequestOf, taskOf } from '../../rules/fhir-referral.ts';
import type { ActionRow } from '../../store/actions.ts';
import { findReasonTitle } from '../../store/catalogue.ts';
import type { ReferralRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';

export interface ExtraResource {
  readonly method: 'create' | 'put';
  readonly resource: Resource;
  /** The sender owns what is written here when absent. */
  readonly ownerOrganisationId?: string;
}

interface Written {
  readonly row: ReferralRow;
  readonly signed: ActionRow;
  /** Of the document that the act answers for. */
  readonly signature: FhirSignature | undefined;
  readonly message: Message | undefined;
  readonly extra: readonly ExtraResource[];
}

const ENDED: readonly ReferralState[] = ['finished', 'withdrawn', 'stable'];

/** The referral as FHIR: order, workflow, plan, message and who did it. Outside clients read these and cannot change them. */
export async function writeReferralResources(context: ActContext, { row, signed, signature, message, extra }: Written): Promise<void> {
  const reasonTitle = row.reasonCode === null ? undefined : await findReasonTitle(context.tx, { kind: row.direction, code: row.reasonCode });
  const resources: Resource[] = [serviceRequestOf(row, reasonTitle), taskOf(row)];
  if (row.flow === 'down') resources.push(carePlanOf(row));
  if (row.parentId === null) resources.push(episodeOf(row, { startedAt: row.createdAt, finished: ENDED.includes(row.state) }));
  if (message) resources.push(communicationOf(row, signed, message));
  const targets = [...resources, ...extra.map((each) => each.resource)].map((resource) => `${resource.resourceType}/${resource.id ?? ''}`);
  const all: ExtraResource[] = [
    ...resources.map((resource) => ({ method: 'put' as const, resource })),
    ...extra,
    { method: 'put' as const, resource: provenanceOf(signed, targets, signature) },
  ];
  await writeResources(
    { tx: context.tx, subject: context.subject, now: context.now, newId: () => context.newId() },
    all.map(({ method, resource, ownerOrganisationId }) => ({
      method,
      resource: withoutEmptyLists(resource),
      ownerOrganisationId: ownerOrganisationId ?? row.fromOrganisationId,
      managedBy: 'referral',
    })),
  );
}

/** The workflow alone, where only its clock has moved. */
export async function writeReferralTasks(context: Pick<ActContext, 'tx' | 'subject' | 'now' | 'newId'>, rows: readonly ReferralRow[]): Promise<void> {
  await writeResources(
    { tx: context.tx, subject: context.subject, now: context.now, newId: () => context.newId() },
    rows.map((row) => ({ method: 'put' as const, resource: withoutEmptyLists(taskOf(row)), ownerOrganisationId: row.fromOrganisationId, managedBy: 'referral' })),
  );
}

/** FHIR knows no empty list: what a draft does not hold yet is left out. */
const withoutEmptyLists = <R extends Resource>(resource: R): R =>
  Object.fromEntries(Object.entries(resource).filter(([, value]) => !(Array.isArray(value) && value.length === 0))) as R;
