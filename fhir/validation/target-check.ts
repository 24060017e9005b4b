import { childItems, eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Bundle, Narrative, Reference } from '#fhir/types/resources.gen.ts';
import { isResourceType, structureOf } from '#fhir/types/structure-table.ts';
import type { IssueList } from './issues.ts';

/**
 * Where links lead: a reference to a type that its element does not allow (R4 §2.3.0), and links of a narrative to places that are not in the
 * resource (R4 §2.28.5). Advice for writes, which do not ask it: three of HL7's own examples break the former.
 */
export function checkTargets(root: Item, list: IssueList): void {
  const typeOfUrl = fullUrlsOf(root.value as Bundle);
  eachItem(root, (item, resource) => {
    if (item.type === 'Narrative') checkNarrativeLinks(item, resource, list);
    if (typeof item.value !== 'object' || item.value === null) return;
    for (const { name, types, targets } of structureOf(item.type).elements) {
      if (targets.length === 0 || !types.includes('Reference')) continue;
      for (const child of childItems(item, name)) {
        if (child.type === 'Reference') checkTarget(child, { targets, resource, typeOfUrl, list });
      }
    }
  });
}

interface TargetWork {
  readonly targets: readonly string[];
  readonly resource: unknown;
  readonly typeOfUrl: ReadonlyMap<string, string>;
  readonly list: IssueList;
}

function checkTarget({ value, path }: Item, { targets, resource, typeOfUrl, list }: TargetWork): void {
  const { reference, type } = (value ?? {}) as Reference;
  const found = typeof reference === 'string' ? (typeOfUrl.get(reference) ?? typeIn(reference, resource)) : undefined;
  const said = typeof type === 'string' && isResourceType(type) ? type : undefined;
  if (found !== undefined && said !== undefined && found !== said) list.error(path, [`type 写的是 ${said}，引用的却是 ${found}。`, `The type says ${said}, the reference leads to ${found}.`]);
  const target = found ?? said;
  if (target !== undefined && !targets.includes(target)) list.error(path, [`此处只能引用 ${targets.join('、')}，不能引用 ${target}。`, `This refers to ${targets.join(', ')}, not to ${target}.`]);
}

/** The type that a reference names, by its form or by what is contained; undefined where it says none. */
function typeIn(reference: string, resource: unknown): string | undefined {
  if (reference.startsWith('#')) {
    const { contained } = resource as { contained?: unknown };
    const found = (Array.isArray(contained) ? (contained as ({ id?: unknown; resourceType?: unknown } | null)[]) : []).find((each) => each?.id === reference.slice(1));
    return typeof found?.resourceType === 'string' ? found.resourceType : undefined;
  }
  const type = /(?:^|^https?:\/\/.*\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/.exec(reference)?.[1];
  return type !== undefined && isResourceType(type) ? type : undefined;
}

function fullUrlsOf(bundle: Bundle): Map<string, string> {
  const entries = bundle.resourceType === 'Bundle' && Array.isArray(bundle.entry) ? bundle.entry : [];
  return new Map(entries.flatMap((entry) => (typeof entry?.fullUrl === 'string' && entry.resource ? [[entry.fullUrl, entry.resource.resourceType] as const] : [])));
}

const LINKS = /<(a|img)\b[^>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** `#place` is the id of an element, of a contained resource, or an id or name within a narrative of the resource. An image that is not there is advice: an example of HL7 has one. */
function checkNarrativeLinks({ value, path }: Item, resource: unknown, list: IssueList): void {
  const { div } = (value ?? {}) as Narrative;
  if (typeof div !== 'string') return;
  for (const [, tag, double, single] of div.matchAll(LINKS)) {
    const address = (double ?? single)!.trim();
    const isLost = address.startsWith('#') && address.length > 1 && !placesIn(resource).has(address.slice(1));
    const lost = [`叙述内容中的链接 ${address} 没有目标。`, `The link ${address} of the narrative leads nowhere.`] as const;
    if (address === '') list.error(`${path}.div`, ['叙述内容中有空链接。', 'A link of the narrative is empty.']);
    else if (isLost && tag!.toLowerCase() === 'img') list.warning(`${path}.div`, lost);
    else if (isLost) list.error(`${path}.div`, lost);
  }
}

const places = new WeakMap<object, ReadonlySet<string>>();

function placesIn(resource: unknown): ReadonlySet<string> {
  const known = places.get(resource as object);
  if (known) return known;
  const text = JSON.stringify(resource);
  const found = new Set([
    ...[...text.matchAll(/"id":\s*"([^"]+)"/g)].map((match) => match[1]!),
    ...[...text.matchAll(/\s(?:id|name)\s*=\s*(?:\\"([^"\\]+)\\"|'([^']+)')/g)].map((match) => (match[1] ?? match[2])!),
  ]);
  places.set(resource as object, found);
  return found;
}
