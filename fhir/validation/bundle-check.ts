import { eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Bundle, BundleEntry, Reference } from '#fhir/types/resources.gen.ts';
import type { IssueList } from './issues.ts';

interface Placed {
  readonly entry: BundleEntry;
  readonly index: number;
}

const RESTFUL = /^(https?:\/\/.+\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/;

/** Rules of bundles beyond their invariants: fullUrl fits the resource, and a document is complete in itself. */
export function checkBundle(value: unknown, list: IssueList): void {
  const bundle = value as Bundle;
  if (bundle.resourceType !== 'Bundle' || !Array.isArray(bundle.entry)) return;
  const entries = bundle.entry.map((entry, index) => ({ entry, index })).filter(({ entry }) => entry !== null && typeof entry === 'object');
  for (const placed of entries) checkFullUrl(placed, bundle, list);
  if (bundle.type !== 'document' && bundle.type !== 'message') return;
  for (const { entry, index } of entries) {
    if (entry.resource === undefined) continue;
    const isRoot = index === 0;
    eachItem({ value: entry.resource, type: 'Resource', path: `Bundle.entry[${index}].resource` }, (item) => {
      if (item.type === 'Reference') checkReference(item, { entry, entries, isRoot, list });
    });
  }
}

function checkFullUrl({ entry, index }: Placed, { type }: Bundle, list: IssueList): void {
  const match = RESTFUL.exec(entry.fullUrl ?? '');
  const resource = entry.resource;
  if (!match || !resource) return;
  const path = `Bundle.entry[${index}]`;
  if (resource.id === undefined && type !== 'transaction' && type !== 'batch') {
    list.error(path, ['fullUrl 是服务器地址，但资源没有 id。', 'The fullUrl looks like the address of a server, but the resource has no id.']);
  }
  if (match[2] !== resource.resourceType || (resource.id !== undefined && match[3] !== resource.id)) {
    list.error(path, ['fullUrl 与资源的类型和 id 不符。', 'The fullUrl does not end with the type and id of the resource.']);
  }
}

interface ReferencePlace {
  readonly entry: BundleEntry;
  readonly entries: readonly Placed[];
  readonly isRoot: boolean;
  readonly list: IssueList;
}

/** Resolution by fullUrl (https://hl7.org/fhir/R4/bundle.html#references). */
function checkReference(item: Item, { entry, entries, isRoot, list }: ReferencePlace): void {
  const reference = (item.value as Reference).reference;
  if (typeof reference !== 'string' || reference.startsWith('#')) return;
  const found = matchesOf(reference, entry, entries);
  if (found.length > 1) list.error(item.path, ['引用在集合中匹配到多个资源。', 'The reference matches several resources of the bundle.']);
  if (found.length > 0) return;
  const alike = entries.some(({ entry: each }) => each.resource && reference.replace(/\/_history\/.*$/, '').endsWith(`${each.resource.resourceType}/${each.resource.id}`));
  if (alike || (isRoot && (reference.startsWith('urn:') || isLocal(reference)))) {
    list.error(item.path, ['引用的资源不在集合中（按 fullUrl 解析）。', 'The reference is not resolved by a fullUrl of the bundle.'], 'not-found');
  }
}

const isLocal = (reference: string): boolean => /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]+/.test(reference);

function matchesOf(reference: string, from: BundleEntry, entries: readonly Placed[]): Placed[] {
  const [address, version] = reference.split('/_history/') as [string, string?];
  const base = RESTFUL.exec(from.fullUrl ?? '')?.[1];
  const target = isLocal(address) && base !== undefined ? base + address : address;
  return entries.filter(({ entry }) => {
    const meta = entry.resource?.meta?.versionId;
    return entry.fullUrl === target && (version === undefined || meta === version);
  });
}

/** Finds what a reference points to inside the resource or bundle at hand. */
export function resolverFor(root: unknown): (reference: unknown) => Item | undefined {
  const resource = root as { contained?: unknown[]; entry?: BundleEntry[] };
  return (value) => {
    const reference = typeof value === 'string' ? value : (value as Reference | undefined)?.reference;
    if (typeof reference !== 'string') return undefined;
    const contained = Array.isArray(resource.contained) ? resource.contained : [];
    const found = reference.startsWith('#')
      ? contained.find((each) => (each as { id?: string } | null)?.id === reference.slice(1))
      : (Array.isArray(resource.entry) ? resource.entry : []).find((each) => each?.fullUrl === reference || (each?.fullUrl ?? '').endsWith(`/${reference}`))?.resource;
    return found === undefined ? undefined : { value: found, type: 'Resource', path: reference };
  };
}
