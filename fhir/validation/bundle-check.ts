import type { Item } from '#fhir/profiles/items.ts';
import type { Bundle, BundleEntry, Reference } from '#fhir/types/resources.gen.ts';
import { checkLinks, RESTFUL, type PlacedEntry } from './bundle-links.ts';
import type { IssueList } from './issues.ts';

/** Rules of bundles beyond their invariants: what an entry says of its resource, links, and a document is complete in itself. */
export function checkBundle(value: unknown, list: IssueList): void {
  const bundle = value as Bundle;
  if (bundle.resourceType !== 'Bundle') return;
  checkLinkRelations(bundle, list);
  if (!Array.isArray(bundle.entry)) return;
  const entries = bundle.entry.map((entry, index) => ({ entry, index })).filter(({ entry }) => entry !== null && typeof entry === 'object');
  for (const placed of entries) checkEntry(placed, bundle, list);
  if (bundle.type === 'document' || bundle.type === 'message') checkLinks(bundle, entries, list);
}

const WITHOUT_FULL_URL: ReadonlySet<string> = new Set(['transaction', 'transaction-response', 'batch', 'batch-response']);

function checkEntry(placed: PlacedEntry, bundle: Bundle, list: IssueList): void {
  const { entry: { fullUrl, resource }, index } = placed;
  const path = `Bundle.entry[${index}]`;
  if (bundle.type === 'searchset' && resource === undefined) list.error(path, ['检索结果的条目必须带有资源。', 'An entry of a searchset has a resource.']);
  // R4 §2.36.4.1; an outcome has no identity that could be told.
  if (fullUrl === undefined && resource !== undefined && resource.resourceType !== 'OperationOutcome' && !WITHOUT_FULL_URL.has(bundle.type)) {
    list.error(path, ['除事务和批处理外，每个条目都必须有 fullUrl。', 'Except in transactions and batches each entry has a fullUrl.']);
  }
  checkFullUrl(placed, bundle, list);
  checkRequest(placed.entry, path, list);
}

/** What is created is of the type that the address names, what is updated has its id too (R4 http.html#create, #update). */
function checkRequest({ request, resource }: BundleEntry, path: string, list: IssueList): void {
  const named = typeof request?.url === 'string' ? /^\/?([A-Z][A-Za-z]+)(?:\/([A-Za-z0-9\-.]{1,64}))?(?:\?.*)?$/.exec(request.url) : null;
  if (!named || resource === undefined || (request?.method !== 'POST' && request?.method !== 'PUT')) return;
  const [, type, id] = named;
  if (type !== resource.resourceType) list.error(`${path}.request.url`, [`地址写的是 ${type}，资源却是 ${resource.resourceType}。`, `The address names ${type}, the resource is ${resource.resourceType}.`]);
  else if (request.method === 'PUT' && id !== undefined && resource.id !== undefined && resource.id !== id) list.error(`${path}.request.url`, ['地址中的 id 与资源的 id 不符。', 'The id of the address is not that of the resource.']);
}

const ONE_OF_EACH: ReadonlySet<string> = new Set(['self', 'first', 'previous', 'prev', 'next', 'last']);

/** Only what is answered by pages has pages. */
function checkLinkRelations({ type, link, entry = [] }: Bundle, list: IssueList): void {
  if (!Array.isArray(link)) return;
  const isPaged = type === 'searchset' || type === 'history';
  link.forEach((each, index) => {
    const path = `Bundle.link[${index}]`;
    if (!isPaged && each?.relation !== 'self' && ONE_OF_EACH.has(each?.relation)) list.error(path, ['只有检索和历史集才分页。', 'Only searchsets and histories have pages.']);
    const isMissing = type === 'document' && each?.relation === 'stylesheet' && typeof each.url === 'string' && !/^[a-z][a-z0-9+.-]*:/i.test(each.url)
      && !(Array.isArray(entry) && entry.some((one) => `${one?.resource?.resourceType}/${one?.resource?.id}` === each.url));
    if (isMissing) list.error(`${path}.url`, ['文档中没有该样式表。', 'The stylesheet is not in the document.'], 'not-found');
  });
}

function checkFullUrl({ entry, index }: PlacedEntry, { type }: Bundle, list: IssueList): void {
  const match = RESTFUL.exec(entry.fullUrl ?? '');
  const resource = entry.resource;
  const path = `Bundle.entry[${index}]`;
  if (resource === undefined) return;
  if (!match) {
    const { url } = resource as { url?: unknown };
    const isOld = /^http:\/\/hl7\.org\/fhir\/v[23]\//.test(entry.fullUrl ?? '');
    if (entry.fullUrl !== undefined && url === entry.fullUrl && !isOld) list.error(path, ['fullUrl 是资源的身份，不是其规范地址。', 'The fullUrl is the identity of the resource, not its canonical address.']);
    return;
  }
  if (resource.id === undefined && type !== 'transaction' && type !== 'batch') {
    list.error(path, ['fullUrl 是服务器地址，但资源没有 id。', 'The fullUrl looks like the address of a server, but the resource has no id.']);
  }
  if (match[2] !== resource.resourceType || (resource.id !== undefined && match[3] !== resource.id)) {
    list.error(path, ['fullUrl 与资源的类型和 id 不符。', 'The fullUrl does not end with the type and id of the resource.']);
  }
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
