import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import type { FhirSignature } from '#platform/signature/fhir-signature.ts';
import { ORDER_ACTIONS, type OrderAction } from '../../../contract/states.ts';
import { communicationOf, provenanceOf } from '../../rules/fhir-act.ts';
import { diagnosticReportOf, observationsOf, serviceRequestOf, taskOf } from '../../rules/fhir-order.ts';
import type { ActionRow } from '../../store/actions.ts';
import type { OrderRow } from '../../store/row.ts';
import type { Act, ExtraResource } from './act-shape.ts';
import type { ActContext } from './act-context.ts';

interface Written {
  readonly row: OrderRow;
  readonly signed: ActionRow;
  readonly act: Act;
  /** Under the version of the report that the act signs. */
  readonly signature?: FhirSignature | undefined;
}

const referenceOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id ?? ''}`;

/** The order as FHIR: request, workflow, report with its values, message and who did it. Outside clients read these and cannot change them. */
export async function writeOrderResources(context: ActContext, { row, signed, act, signature }: Written): Promise<void> {
  const title = ORDER_ACTIONS[signed.action as OrderAction];
  const owned = (resource: Resource, ownerOrganisationId = row.requestingOrganisationId): ExtraResource => ({ method: 'put', resource, ownerOrganisationId });
  const { report } = act;
  const resources: ExtraResource[] = [
    owned(serviceRequestOf(row)),
    owned(taskOf(row)),
    ...(report === undefined ? [] : [...observationsOf(row, report).map((each) => owned(each, report.ownerOrganisationId)), owned(diagnosticReportOf(row, report), report.ownerOrganisationId)]),
    ...(act.resources ?? []),
  ];
  const about = [`ServiceRequest/${row.orderId}`, ...(row.reportVersion > 0 ? [`DiagnosticReport/${row.orderId}`] : [])];
  if (act.message) resources.push(owned(communicationOf({ act: signed, title, message: act.message, personId: row.personId, about, basedOn: `ServiceRequest/${row.orderId}` })));
  const targets = resources.filter(({ method }) => method !== 'delete').map(({ resource }) => referenceOf(resource));
  await putManaged(context, [...resources, owned(provenanceOf({ act: signed, title, targets, signature }))]);
}

export async function putManaged(context: ActContext, resources: readonly ExtraResource[]): Promise<void> {
  await writeResources(
    { tx: context.tx, subject: context.subject, now: context.now, newId: () => context.newId() },
    resources.map(({ method, resource, ownerOrganisationId }) => ({ method, resource: withoutEmptyLists(resource), ownerOrganisationId, managedBy: 'shared-diagnosis' })),
  );
}

/** FHIR knows no empty list and no empty text. */
const withoutEmptyLists = <R extends Resource>(resource: R): R => Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0))) as R;
