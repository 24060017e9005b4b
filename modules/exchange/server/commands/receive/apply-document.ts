import { createHash } from 'node:crypto';
import type { Identifier, Patient, Resource } from '#fhir/types/resources.gen.ts';
import { IDENTIFIER_SYSTEMS } from '#modules/residents/contract/schemas.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { mapDocument, type MappedDocument } from '../../rules/cda/map-document.ts';
import { V2Refusal } from '../../rules/v2/message.ts';
import { readXml, XmlRefusal, type XmlElement } from '../../rules/xml/read-xml.ts';
import { changeState, hashOf, takeNumber, type LockedMessage } from '../../store/messages.ts';
import { findOwnSite, type SiteRow } from '../../store/sites.ts';
import { stableId } from './apply-v2.ts';
import { asSite, type ApplySettings } from './exchange-context.ts';
import type { Outcome } from './outcome.ts';
import { writeMapped } from './write-mapped.ts';

/** True for a clinical document; HL7 v2 in XML has another root. */
export const isDocument = (text: string): boolean => /^\uFEFF?\s*</.test(text) && /<(?:[A-Za-z0-9]+:)?ClinicalDocument[\s>]/.test(text.slice(0, 200_000));

interface DocumentRequest {
  readonly tx: Transaction;
  readonly row: LockedMessage;
  readonly byId: string;
  readonly text: string;
}

/** A document becomes its Composition with what it says, and is kept as it came with its hash. */
export async function applyDocument(settings: ApplySettings, { tx, row, byId, text }: DocumentRequest): Promise<Outcome> {
  const root = readDocument(text);
  const site = row.organisationId === null ? undefined : await findOwnSite(tx, row.organisationId);
  if (site === undefined) throw new V2Refusal('v2.unknown-sender', undefined, 'CDA');
  const document = mapDocument(root, { zone: site.dayZone, idOf: (type, key) => stableId(site.organisationId, type, key) });
  const headline = { format: 'cda' as const, messageType: document.code === '' ? 'CDA' : document.code.slice(0, 60), controlId: (document.number || row.messageId).slice(0, 200) };
  const moved = { messageId: row.messageId, at: settings.clock.now(), byId, organisationId: site.organisationId, siteId: site.id, head: headline, attempts: row.attempts + 1 };
  const done = { messageId: row.messageId, answer: null, code: null, place: null, messageType: headline.messageType, isSuccess: true };
  const taken = await takeNumber(tx, { siteId: site.id, controlId: headline.controlId, organisationId: site.organisationId, messageId: row.messageId, contentHash: hashOf(row.body) });
  if (taken !== undefined) {
    await changeState(tx, { ...moved, state: 'repeated', firstMessageId: taken.messageId });
    return { ...done, state: 'repeated', resources: 0, warnings: 0 };
  }
  const written = await asSite(settings, { tx, site }, async (context) => {
    const resources = [...document.resources, ...originalOf(document, { site, body: row.body })];
    const result = await writeMapped(context, { site, messageId: row.messageId, mapped: { resources, ifNew: document.ifNew }, numbers: numbersOf(document.resources), changesPerson: false });
    context.emit('exchange.message-applied', { messageId: row.messageId }, [site.organisationId]);
    await recordAudit(tx, context.subject, { action: 'exchange.message-applied', outcome: 'success', personId: result.personId, resource: `exchange-message/${row.messageId}` });
    return result;
  });
  const flags = document.warnings.map(({ place, text: words }) => `${place}: ${words}`).join('; ').slice(0, 500);
  await changeState(tx, { ...moved, state: 'applied', personId: written.personId, resources: written.resources, warnings: document.warnings.length, detail: flags === '' ? null : flags });
  return { ...done, state: 'applied', resources: written.resources, warnings: document.warnings.length };
}

function readDocument(text: string): XmlElement {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof XmlRefusal) throw new V2Refusal('v2.xml', undefined, error.line === undefined ? error.fault : `${error.fault}, line ${error.line}`);
    throw error;
  }
}

/** Numbers of the sender; the identity number is the index's matter. */
function numbersOf(resources: readonly Resource[]): { system: string | undefined; value: string }[] {
  const patient = resources.find((each): each is Patient => each.resourceType === 'Patient');
  return (patient?.identifier ?? []).flatMap(({ system, value }: Identifier) => (value === undefined || system === IDENTIFIER_SYSTEMS['id-card'] ? [] : [{ system, value }]));
}

/** The bytes as they came in a Binary, with what the body held that is no text; FHIR's hash is SHA-1. */
function originalOf(document: MappedDocument, { site, body }: { site: SiteRow; body: Buffer }): Resource[] {
  const { head } = document;
  const patient = document.resources.find(({ resourceType }) => resourceType === 'Patient');
  const binaryId = stableId(site.organisationId, 'Binary', [hashOf(body)]);
  const date = typeof head['date'] === 'string' && head['date'].length > 10 ? head['date'] : undefined;
  const base = {
    resourceType: 'DocumentReference' as const, status: 'current' as const, type: head['type'], ...(patient === undefined ? {} : { subject: { reference: `Patient/${patient.id}` } }), ...(date === undefined ? {} : { date }),
    description: head['title'], ...(Array.isArray(head['authors']) && head['authors'].length > 0 ? { author: head['authors'] } : {}), ...(head['custodian'] === undefined ? {} : { custodian: head['custodian'] }),
    ...(head['identifier'] === undefined ? {} : { masterIdentifier: head['identifier'] }),
  };
  const original = { contentType: 'text/xml', url: `Binary/${binaryId}`, size: body.length, hash: createHash('sha1').update(body).digest('base64'), title: head['title'] };
  const key = document.number === '' ? hashOf(body) : document.number;
  const attached = document.attachments.map((attachment, index) => ({ ...base, id: stableId(site.organisationId, 'DocumentReference', ['part', key, String(index)]), content: [{ attachment }] }));
  const resources = [
    { resourceType: 'Binary' as const, id: binaryId, contentType: 'text/xml', ...(patient === undefined ? {} : { securityContext: { reference: `Patient/${patient.id}` } }), data: body.toString('base64') },
    { ...base, id: stableId(site.organisationId, 'DocumentReference', ['cda', key]), content: [{ attachment: original }] },
    ...attached,
  ];
  return resources as unknown as Resource[];
}
