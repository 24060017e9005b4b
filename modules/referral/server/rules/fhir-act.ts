import type { FhirSignature } from '#platform/signature/fhir-signature.ts';
import type { Communication, Provenance } from '#fhir/types/resources.gen.ts';
import { actionRules } from '../../contract/actions.ts';
import type { ActionRow } from '../store/actions.ts';
import type { ReferralRow } from '../store/row.ts';
import { ACTION_SYSTEM } from './fhir-codes.ts';
import { patientReference, receiverReference, senderReference } from './fhir-referral.ts';

/** Who did what on whose behalf: one Provenance an act. */
export function provenanceOf(act: ActionRow, targets: readonly string[], signature: FhirSignature | undefined): Provenance {
  const who = act.actorReference === null ? { display: act.actorName } : { reference: act.actorReference, display: act.actorName };
  return {
    resourceType: 'Provenance',
    id: act.actionId,
    target: targets.map((reference) => ({ reference })),
    occurredDateTime: act.actedAt.toISOString(),
    recorded: act.actedAt.toISOString(),
    activity: { coding: [{ system: ACTION_SYSTEM, code: act.action, display: actionRules[act.action].title.en }], text: actionRules[act.action].title.zh },
    agent: [
      {
        who,
        ...(act.organisationId === null ? {} : { onBehalfOf: { reference: `Organization/${act.organisationId}`, display: act.organisationName ?? '' } }),
      },
    ],
    ...(signature ? { signature: [signature] } : {}),
  } as Provenance;
}

export interface Message {
  readonly to: 'sender' | 'receiver' | 'resident' | 'contact';
  readonly text: string;
  /** Name of the person told, for `contact`. */
  readonly contactName?: string;
}

/** What one side tells the other, the resident or the escalation contact. */
export function communicationOf(row: ReferralRow, act: ActionRow, message: Message): Communication {
  const recipient =
    message.to === 'resident'
      ? patientReference(row)
      : message.to === 'contact'
        ? { display: message.contactName ?? '' }
        : message.to === 'sender'
          ? senderReference(row)
          : receiverReference(row);
  const sender = message.to === 'receiver' || act.organisationId === row.fromOrganisationId ? senderReference(row) : receiverReference(row);
  return {
    resourceType: 'Communication',
    id: act.actionId,
    status: 'completed',
    basedOn: [{ reference: `ServiceRequest/${row.referralId}` }],
    category: [{ coding: [{ system: ACTION_SYSTEM, code: act.action }], text: actionRules[act.action].title.zh }],
    subject: patientReference(row),
    sent: act.actedAt.toISOString(),
    ...(recipient ? { recipient: [recipient] } : {}),
    ...(sender?.reference ? { sender } : {}),
    payload: [{ contentString: message.text === '' ? actionRules[act.action].title.zh : message.text }],
  } as Communication;
}
