import { childItems, eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Bundle, BundleEntry, Reference } from '#fhir/types/resources.gen.ts';
import { structureOf } from '#fhir/types/structure-table.ts';
import type { IssueList } from './issues.ts';

export interface PlacedEntry {
  readonly entry: BundleEntry;
  readonly index: number;
}

/** The address of a resource on a server: base, type and id. */
export const RESTFUL = /^(https?:\/\/.+\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/;

/** What a document must hold itself (https://hl7.org/fhir/R4/documents.html#content), and the focus of a message. */
const HELD = [
  /^Composition\.(subject|encounter|custodian|author\[\d+\]|attester\[\d+\]\.party|event\[\d+\]\.detail\[\d+\])$/,
  /^Composition(\.section\[\d+\])+\.(focus|author\[\d+\]|entry\[\d+\])$/,
  /^MessageHeader\.focus\[\d+\]$/,
];

/** Definitions are found where their address leads, and need not be carried along. */
const DEFINITIONS = /\/(ActivityDefinition|CapabilityStatement|ChargeItemDefinition|CodeSystem|ConceptMap|Library|Measure|PlanDefinition|Questionnaire|StructureDefinition|ValueSet)\/[A-Za-z0-9\-.]{1,64}$/;

/**
 * A document or message is complete in itself: references resolve by fullUrl (https://hl7.org/fhir/R4/bundle.html#references), what the
 * composition is made of is there, and a document holds nothing that no reference connects with its composition.
 */
export function checkLinks(bundle: Bundle, entries: readonly PlacedEntry[], list: IssueList): void {
  const connected = new Map<number, Set<number>>(entries.map(({ index }) => [index, new Set()]));
  const connect = (from: PlacedEntry, to: PlacedEntry): void => {
    connected.get(from.index)!.add(to.index);
    connected.get(to.index)!.add(from.index);
  };
  for (const from of entries) {
    if (from.entry.resource === undefined) continue;
    eachAddress(from, (item, address) => {
      const found = resolve(address, from.entry, entries);
      if (found.length === 1) connect(from, found[0]!);
      else if (item.type === 'Reference') reportUnresolved(item, { address, found, from, entries, list });
    });
  }
  if (bundle.type !== 'document') return;
  const reached = reachedFrom(0, connected);
  for (const { entry, index } of entries) {
    const { resource } = entry;
    if (resource === undefined || reached.has(index) || isStylesheet(bundle, entry)) continue;
    list.error(`Bundle.entry[${index}]`, ['文档中的资源必须与 Composition 有引用联系。', 'What a document holds is connected with its Composition by references.']);
  }
}

const NOT_FOLLOWED: ReadonlySet<string> = new Set(['Coding.system', 'Identifier.system', 'Meta.profile', 'Extension.url', 'Quantity.system', 'Endpoint.address']);

/** References and other addresses of a resource, by which entries are connected; bundles within it are apart. */
function eachAddress({ entry, index }: PlacedEntry, visit: (item: Item, address: string) => void): void {
  const root = `Bundle.entry[${index}].resource`;
  eachItem({ value: entry.resource, type: 'Resource', path: root }, (item) => {
    if (/\.entry\[\d+\]\.resource\b/.test(item.path.slice(root.length))) return;
    if (item.type === 'Reference') {
      const { reference } = item.value as Reference;
      if (typeof reference === 'string' && !reference.startsWith('#')) visit(item, reference);
    } else if (typeof item.value === 'object' && item.value !== null) {
      for (const child of addressesIn(item)) visit(child, child.value as string);
    }
  });
}

const addressesIn = (item: Item): Item[] =>
  structureOf(item.type).elements
    .filter(({ name, types }) => types.some((type) => type === 'uri' || type === 'url') && !NOT_FOLLOWED.has(`${item.type}.${name}`))
    .flatMap(({ name }) => childItems(item, name))
    .filter(({ type, value }) => (type === 'uri' || type === 'url') && typeof value === 'string' && !value.startsWith('#'));

interface Unresolved {
  readonly address: string;
  readonly found: readonly PlacedEntry[];
  readonly from: PlacedEntry;
  readonly entries: readonly PlacedEntry[];
  readonly list: IssueList;
}

function reportUnresolved(item: Item, { address, found, from, entries, list }: Unresolved): void {
  if (found.length > 1) {
    list.error(item.path, ['引用在集合中匹配到多个资源。', 'The reference matches several resources of the bundle.']);
    return;
  }
  const place = item.path.slice(`Bundle.entry[${from.index}].resource.`.length);
  const isHeld = from.index === 0 && HELD.some((each) => each.test(`${from.entry.resource!.resourceType}.${place}`));
  const isRelative = isLocal(address);
  const named = address.replace(/#.*$/, '').replace(/\/_history\/.*$/, '');
  const isAlike = isRelative && entries.some(({ entry: { resource } }) => resource?.id !== undefined && named === `${resource.resourceType}/${resource.id}`);
  const isMissing = isHeld && (isRelative || /^[a-z][a-z0-9+.-]*:/i.test(address)) && !DEFINITIONS.test(address);
  if (!isAlike && !isMissing) return;
  list.error(item.path, ['引用的资源不在集合中（按 fullUrl 解析）。', 'The reference is not resolved by a fullUrl of the bundle.'], 'not-found');
}

const isLocal = (reference: string): boolean => /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]+/.test(reference);

/** Entries whose fullUrl is the address; a relative one continues the base of the entry that it stands in. */
function resolve(reference: string, from: BundleEntry, entries: readonly PlacedEntry[]): PlacedEntry[] {
  const [address, version] = reference.replace(/#.*$/, '').split('/_history/') as [string, string?];
  const base = RESTFUL.exec(from.fullUrl ?? '')?.[1];
  const target = isLocal(address) && base !== undefined ? base + address : address;
  return entries.filter(({ entry: { fullUrl, resource } }) => fullUrl === target && (version === undefined || resource?.meta?.versionId === version));
}

/** R4 lets a document carry its stylesheet. */
const isStylesheet = ({ link = [] }: Bundle, { resource }: BundleEntry): boolean =>
  link.some((each) => each?.relation === 'stylesheet' && each.url === `${resource!.resourceType}/${resource!.id}`);

function reachedFrom(start: number, connected: ReadonlyMap<number, ReadonlySet<number>>): Set<number> {
  const reached = new Set([start]);
  for (const index of reached) for (const next of connected.get(index) ?? []) reached.add(next);
  return reached;
}
