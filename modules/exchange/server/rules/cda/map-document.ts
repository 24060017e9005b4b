import type { Resource } from '#fhir/types/resources.gen.ts';
import { childOf, childrenOf, wholeText, type XmlElement } from '../xml/read-xml.ts';
import { CdaBuilder, filled, type CdaSettings, type Json } from './builder.ts';
import { readEntry } from './entries.ts';
import type { EntryContext } from './entry-context.ts';
import { encounterOf, isProfessional, patientOf, relatedPersons } from './header.ts';
import { deviceOf } from './plans-and-supplies.ts';
import { conceptOf, identifierOf, momentOf, timesOf } from './values.ts';

export interface MappedDocument {
  readonly resources: readonly Resource[];
  readonly ifNew: ReadonlySet<string>;
  readonly warnings: readonly { readonly place: string; readonly text: string }[];
  /** Code of the document, such as C0004 or 34133-9. */
  readonly code: string;
  /** Root and extension of its own number. */
  readonly number: string;
  readonly attachments: readonly DocumentAttachment[];
  readonly head: Json;
}

export interface DocumentAttachment {
  readonly contentType: string;
  readonly data?: string;
  readonly url?: string;
}

/** Reads a clinical document, or a part of one, by its elements: header, sections, entries; nothing depends on template ids. */
export function mapDocument(given: XmlElement, settings: CdaSettings): MappedDocument {
  // A part of a document is read as one that has nothing else.
  const root = given.name === 'ClinicalDocument' ? given : { name: 'part', attributes: {}, children: [given], text: '' };
  const id = childOf(root, 'id');
  const number = [id?.attributes['root'], id?.attributes['extension']].filter((part) => part !== undefined && part !== '').join('/');
  const builder = new CdaBuilder(settings, number);
  const code = childOf(root, 'code')?.attributes['code'] ?? '';
  const patient = patientOf(root, builder);
  const subject = patient === undefined ? undefined : { reference: patient };
  const encounter = encounterOf(root, builder, subject);
  relatedPersons(root, builder, subject);
  const context = { builder, subject, document: code };
  const sections = sectionsOf(root).map((section) => readSection(section, context, 0));
  const authors = childrenOf(root, 'author').flatMap((each) => builder.performer(childOf(each, 'assignedAuthor')) ?? []);
  readPeople(root, builder);
  const custodian = builder.organisation(childOf(childOf(childOf(root, 'custodian'), 'assignedCustodian'), 'representedCustodianOrganization'));
  const date = momentOf(childOf(root, 'effectiveTime'), builder);
  const head = { type: conceptOf(childOf(root, 'code')) ?? { text: '未说明' }, title: wholeText(childOf(root, 'title')) || '无标题文书', date, authors, custodian, encounter, subject, identifier: id === undefined ? undefined : identifierOf(id, builder) };
  // A part that holds nothing but words is kept as words.
  const hasWords = sectionsOf(root).some((section) => childOf(section, 'text') !== undefined || childOf(section, 'title') !== undefined || childOf(section, 'component') !== undefined);
  if (root.name === 'ClinicalDocument' || (builder.resources.length === 0 && hasWords)) builder.add('Composition', compositionOf(root, { builder, head, sections }), { key: ['composition', number === '' ? 'none' : number] });
  return { resources: builder.resources, ifNew: builder.ifNew, warnings: builder.warnings, code, number, attachments: attachmentsOf(root), head: filled(head) };
}

/** Everybody else whom the head names: who typed, told, signed, is told, takes part; of a part also whoever stands alone in it. */
function readPeople(root: XmlElement, builder: CdaBuilder): void {
  for (const name of ['dataEnterer', 'informant', 'authenticator', 'legalAuthenticator', 'performer', 'encounterParticipant', 'responsibleParty']) for (const each of childrenOf(root, name)) builder.performer(childOf(each, 'assignedEntity'));
  for (const each of childrenOf(root, 'informationRecipient')) recipientOf(childOf(each, 'intendedRecipient'), builder);
  for (const each of childrenOf(root, 'participant')) {
    const entity = childOf(each, 'associatedEntity');
    if (entity !== undefined && isProfessional(entity)) builder.performer(entity);
    deviceOf(childOf(each, 'participantRole'), { builder, subject: undefined });
  }
  if (root.name === 'ClinicalDocument') return;
  for (const name of ['assignedAuthor', 'assignedEntity']) for (const each of childrenOf(root, name)) builder.performer(each);
  for (const each of childrenOf(root, 'participantRole')) deviceOf(each, { builder, subject: undefined });
  const events = [...childrenOf(root, 'documentationOf').flatMap((each) => childrenOf(each, 'serviceEvent')), ...childrenOf(root, 'serviceEvent')];
  for (const event of events) for (const performer of childrenOf(event, 'performer')) builder.performer(childOf(performer, 'assignedEntity'));
}

/** A person who is sent the document, or the organisation alone. */
function recipientOf(recipient: XmlElement | undefined, builder: CdaBuilder): void {
  if (recipient === undefined) return;
  if (childOf(recipient, 'informationRecipient') === undefined) builder.organisation(childOf(recipient, 'receivedOrganization'));
  else builder.performer(recipient);
}

interface CompositionParts {
  readonly builder: CdaBuilder;
  readonly head: { readonly type: unknown; readonly title: string; readonly date: string | undefined; readonly authors: readonly unknown[]; readonly custodian: unknown; readonly encounter: string | undefined; readonly subject: unknown; readonly identifier: unknown };
  readonly sections: readonly Json[];
}

function compositionOf(root: XmlElement, { builder, head, sections }: CompositionParts): Json {
  const attesters = [...childrenOf(root, 'legalAuthenticator').map((each) => ['legal', each] as const), ...childrenOf(root, 'authenticator').map((each) => ['professional', each] as const)];
  const events = childrenOf(root, 'documentationOf').flatMap((each) => {
    const event = childOf(each, 'serviceEvent');
    for (const performer of childrenOf(event, 'performer')) builder.performer(childOf(performer, 'assignedEntity'));
    const { start, end, at } = timesOf(childOf(event, 'effectiveTime'), builder);
    const code = conceptOf(childOf(event, 'code'));
    const made = filled({ code: code === undefined ? undefined : [code], period: Object.keys(filled({ start: start ?? at, end })).length === 0 ? undefined : filled({ start: start ?? at, end }) });
    return Object.keys(made).length === 0 ? [] : [made];
  });
  const confidentiality = childOf(root, 'confidentialityCode')?.attributes['code'];
  return {
    identifier: head.identifier, status: 'final', type: head.type, subject: head.subject, encounter: head.encounter === undefined ? undefined : { reference: head.encounter }, date: head.date ?? '1900',
    author: head.authors.length > 0 ? head.authors : [head.custodian ?? { display: '未署名' }], title: head.title, custodian: head.custodian, event: events,
    confidentiality: confidentiality !== undefined && /^[ULMNRV]$/.test(confidentiality) ? confidentiality : undefined,
    attester: attesters.map(([mode, each]) => filled({ mode, time: momentOf(childOf(each, 'time'), builder), party: builder.performer(childOf(each, 'assignedEntity')) })),
    section: sections,
  };
}

/** Sections of the body; of a part of a document those that stand outermost in it. */
function sectionsOf(root: XmlElement): XmlElement[] {
  if (root.name === 'section') return [root];
  if (['entry', 'entryRelationship'].includes(root.name)) return [{ ...root, name: 'section', attributes: {}, text: '', children: [{ ...root, name: 'entry' }] }];
  if (['act', 'observation', 'organizer', 'procedure', 'encounter', 'substanceAdministration', 'supply'].includes(root.name)) return [{ ...root, name: 'section', attributes: {}, text: '', children: [{ ...root, name: 'entry', attributes: {}, text: '', children: [root] }] }];
  return root.children.flatMap(sectionsOf);
}

const DEPTH_MAX = 12;

function readSection(section: XmlElement, context: Omit<EntryContext, 'section'>, depth: number): Json {
  const code = conceptOf(childOf(section, 'code'));
  const inner: EntryContext = { ...context, section: childOf(section, 'code')?.attributes['code'] ?? '' };
  const entries = childrenOf(section, 'entry').flatMap((entry) => readEntry(entry, inner));
  const nested = depth > DEPTH_MAX ? [] : childrenOf(section, 'component').flatMap((component) => childrenOf(component, 'section')).map((each) => readSection(each, context, depth + 1));
  const text = wholeText(childOf(section, 'text'));
  const isEmpty = text === '' && entries.length === 0 && nested.length === 0;
  return filled({
    title: wholeText(childOf(section, 'title')) || code?.coding?.[0]?.display, code,
    // A section says something (cmp-1), be it that nothing stands in it.
    text: text === '' && !isEmpty ? undefined : { status: isEmpty ? 'empty' : 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${isEmpty ? '无内容 / no content' : escaped(text)}</div>` },
    entry: [...new Set(entries)].map((reference) => ({ reference })), section: nested,
    emptyReason: isEmpty ? { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: EMPTY[section.attributes['nullFlavor'] ?? ''] ?? 'unavailable' }] } : undefined,
  });
}

/** HL7 NullFlavor: not asked, masked, asked but unknown, no information. */
const EMPTY: Readonly<Record<string, string>> = { NASK: 'notasked', MSK: 'withheld', ASKU: 'unavailable', NI: 'unavailable', NAV: 'unavailable' };

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** What the body is where it is no XML, and pictures within. */
function attachmentsOf(root: XmlElement): DocumentAttachment[] {
  const found: DocumentAttachment[] = [];
  const walk = (element: XmlElement): void => {
    const pointsElsewhere = childOf(element, 'reference')?.attributes['value'] !== undefined;
    if (element.name === 'text' && (element.attributes['mediaType'] !== undefined || element.attributes['representation'] === 'B64' || pointsElsewhere)) {
      const reference = childOf(element, 'reference')?.attributes['value'];
      const data = element.text.replace(/\s+/g, '');
      const contentType = element.attributes['mediaType'] ?? 'application/octet-stream';
      if (reference !== undefined && reference !== '') found.push({ contentType, url: reference });
      else if (data !== '') found.push({ contentType, data: element.attributes['representation'] === 'B64' ? data : Buffer.from(element.text, 'utf8').toString('base64') });
    }
    element.children.forEach(walk);
  };
  childrenOf(root, 'component').forEach((component) => childrenOf(component, 'nonXMLBody').forEach(walk));
  const media = (element: XmlElement): void => {
    if (element.name === 'observationMedia') childrenOf(element, 'value').forEach((value) => walk({ ...value, name: 'text' }));
    element.children.forEach(media);
  };
  media(root);
  return found.slice(0, 50);
}
