import type { Communication, Provenance, Reference } from '#fhir/types/resources.gen.ts';
import type { Text } from '#platform/kernel/problem.ts';
import type { ActionRow } from '../store/actions.ts';
import type { FhirSignature } from '#platform/signature/fhir-signature.ts';
import { ACTION_SYSTEM } from './fhir-codes.ts';

interface Done {
  readonly act: ActionRow;
  readonly title: Text;
  readonly targets: readonly string[];
  readonly signature?: FhirSignature | undefined;
}

/** Who did what on whose behalf: one Provenance an act. */
export function provenanceOf({ act, title, targets, signature }: Done): Provenance {
  const who = act.actorReference === null ? { display: act.actorName } : { reference: act.actorReference, display: act.actorName };
  return {
    resourceType: 'Provenance',
    id: act.actionId,
    target: targets.map((reference) => ({ reference })),
    occurredDateTime: act.actedAt.toISOString(),
    recorded: act.actedAt.toISOString(),
    activity: { coding: [{ system: ACTION_SYSTEM, code: act.action, display: title.en }], text: title.zh },
    agent: [{ who, ...(act.organisationId === null ? {} : { onBehalfOf: organisationReference(act.organisationId, act.organisationName ?? '') }) }],
    ...(signature === undefined ? {} : { signature: [signature] }),
  } as Provenance;
}

export interface Message {
  readonly text: string;
  readonly to: { readonly organisationId: string; readonly name: string } | { readonly contactName: string };
  readonly urgent?: boolean;
}

/** FHIR knows no empty text. */
export const organisationReference = (id: string, name: string): Reference => ({ reference: `Organization/${id}`, ...(name === '' ? {} : { display: name }) });

export interface Told {
  readonly act: ActionRow;
  readonly title: Text;
  readonly message: Message;
  readonly personId: string;
  readonly about: readonly string[];
  readonly basedOn: string;
}

/** What one side tells the other or a contact by name. */
export function communicationOf({ act, title, message, personId, about, basedOn }: Told): Communication {
  const recipient: Reference = 'organisationId' in message.to ? organisationReference(message.to.organisationId, message.to.name) : { display: message.to.contactName };
  return {
    resourceType: 'Communication',
    id: act.actionId,
    status: 'completed',
    ...(message.urgent ? { priority: 'stat' as const } : {}),
    basedOn: [{ reference: basedOn }],
    category: [{ coding: [{ system: ACTION_SYSTEM, code: act.action }], text: title.zh }],
    subject: { reference: `Patient/${personId}` },
    about: about.map((reference) => ({ reference })),
    sent: act.actedAt.toISOString(),
    recipient: [recipient],
    ...(act.organisationId === null ? {} : { sender: organisationReference(act.organisationId, act.organisationName ?? '') }),
    payload: [{ contentString: message.text }],
  } as Communication;
}
