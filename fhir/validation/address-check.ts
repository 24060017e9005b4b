import { childItems, eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { structureOf } from '#fhir/types/structure-table.ts';
import type { IssueList } from './issues.ts';

const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const OID = /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const RELATIVE = /^(\.\/)?[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(\/_history\/[A-Za-z0-9\-.]{1,64})?(#.*)?$/;
const CONDITIONAL = /^[A-Z][A-Za-z]+\?/;
const ADDRESSES: ReadonlySet<string> = new Set(['uri', 'url', 'canonical']);

/** Addresses that can lead nowhere: broken UUIDs and OIDs, canonicals and references of no form that R4 knows, ids given twice. */
export function checkAddresses(root: Item, list: IssueList): void {
  const isTransaction = ['transaction', 'batch'].includes((root.value as Bundle).type);
  const ids = new Map<unknown, Set<string>>();
  const contained = containedIds(root, list);
  eachItem(root, (item, resource) => {
    checkOwnId(item, resource, { ids, list });
    if (item.type === 'Reference') checkReferenceForm(item, isTransaction, list);
    if (typeof item.value !== 'object' || item.value === null) return;
    for (const element of structureOf(item.type).elements) {
      if (!element.types.some((type) => ADDRESSES.has(type))) continue;
      for (const { value, type, path } of childItems(item, element.name)) if (typeof value === 'string' && ADDRESSES.has(type)) {
        checkAddress({ value, type, path }, list);
        const isLost = type === 'canonical' && value.startsWith('#') && value.length > 1 && !contained.has(value.slice(1));
        if (isLost) list.error(path, ['没有这个内含资源。', 'There is no such contained resource.'], 'not-found');
      }
    }
  });
  checkSearchset(root.value as Bundle, list);
}

/** Ids of all that is contained; in one resource each is another (R4 §2.1.0.8). */
function containedIds(root: Item, list: IssueList): Set<unknown> {
  const all = new Set<unknown>();
  eachItem(root, ({ value, path }, resource) => {
    const { contained } = (value === resource ? (value ?? {}) : {}) as { contained?: unknown };
    const own = new Set<unknown>();
    (Array.isArray(contained) ? (contained as ({ id?: unknown } | null)[]) : []).forEach((each, index) => {
      if (each?.id !== undefined && own.has(each.id)) list.error(`${path}.contained[${index}].id`, ['内含资源的 id 重复。', 'Two contained resources have this id.']);
      own.add(each?.id);
      all.add(each?.id);
    });
  });
  return all;
}

/** Element.id is unique within its resource (R4 §2.28.1). */
function checkOwnId({ value, sibling, path }: Item, resource: unknown, { ids, list }: { ids: Map<unknown, Set<string>>; list: IssueList }): void {
  const id = ((typeof value === 'object' && value !== null ? value : sibling) as { id?: unknown } | undefined)?.id;
  if (typeof id !== 'string' || value === resource) return;
  const seen = ids.get(resource) ?? new Set<string>();
  if (/\s/.test(id)) list.error(`${path}.id`, ['元素的 id 不能有空白。', 'The id of an element has no white space.']);
  if (seen.has(id)) list.error(`${path}.id`, [`id ${id} 在资源内重复。`, `The id ${id} occurs twice in the resource.`]);
  ids.set(resource, seen.add(id));
}

function checkAddress({ value, type, path }: { value: string; type: string; path: string }, list: IssueList): void {
  if (value.startsWith('urn:uuid:') && !UUID.test(value.split('#')[0]!.split('|')[0]!)) list.error(path, ['UUID 必须完整且为小写。', 'A UUID is complete and in lower case.']);
  if (value.startsWith('urn:oid:') && !OID.test(value.split('|')[0]!)) list.error(path, ['OID 格式不正确。', 'This is no OID.']);
  if (/^(oid|uuid):/.test(value)) list.error(path, ['OID 和 UUID 地址写作 urn:oid: 和 urn:uuid:。', 'Addresses of OIDs and UUIDs begin with urn:oid: and urn:uuid:.']);
  if (type === 'canonical' && !SCHEME.test(value) && !value.startsWith('#')) list.error(path, ['规范地址必须是绝对地址。', 'A canonical address is absolute, or names a contained resource.']);
}

function checkReferenceForm({ value, path }: Item, isTransaction: boolean, list: IssueList): void {
  const reference = (value as { reference?: unknown }).reference;
  if (typeof reference !== 'string' || reference.startsWith('#') || SCHEME.test(reference) || RELATIVE.test(reference)) return;
  // R4 http.html#trules: what a server looks for first is written in transactions alone.
  if (CONDITIONAL.test(reference)) {
    if (!isTransaction) list.error(`${path}.reference`, ['条件引用只能用在事务中。', 'A conditional reference stands in a transaction only.']);
    return;
  }
  const text = ['相对引用的格式为 类型/id。', 'A relative reference is written Type/id.'] as const;
  if (reference.includes('/')) list.warning(`${path}.reference`, text);
  else list.error(`${path}.reference`, text);
}

/** What was searched for, as the address of the search says; outcomes are OperationOutcomes. */
function checkSearchset(bundle: Bundle, list: IssueList): void {
  if (bundle.resourceType !== 'Bundle' || bundle.type !== 'searchset' || !Array.isArray(bundle.entry)) return;
  const self = bundle.link?.find((link) => link?.relation === 'self')?.url;
  const asked = self === undefined ? [] : typesAsked(self);
  bundle.entry.forEach((entry, index) => {
    const type = entry?.resource?.resourceType;
    const path = `Bundle.entry[${index}].resource`;
    if (entry?.search?.mode === 'outcome' && type !== 'OperationOutcome') list.error(path, ['标为 outcome 的条目必须是 OperationOutcome。', 'An entry of mode outcome is an OperationOutcome.']);
    const isOther = asked.length > 0 && entry?.search?.mode === 'match' && type !== undefined && !asked.includes(type);
    if (isOther) list.error(path, [`检索的是 ${asked.join('、')}，不是 ${type}。`, `The search was for ${asked.join(', ')}, not for ${type}.`]);
  });
}

/** The types that a search asked for: of its path, or by `_type`. */
function typesAsked(self: string): readonly string[] {
  const type = /\/([A-Z][A-Za-z]+)(?:\/_search)?(?:\?|$)/.exec(self)?.[1];
  if (type !== undefined) return [type];
  return /[?&]_type=([^&#]+)/.exec(self)?.[1]?.split(/,|%2C/i).filter((each) => /^[A-Z][A-Za-z]+$/.test(each)) ?? [];
}
