import type { Bundle, BundleEntry } from '#fhir/types/resources.gen.ts';
import { rule, type Invariant } from './invariant.ts';

const isOneOf = (bundle: Bundle, ...types: Bundle['type'][]): boolean => types.includes(bundle.type);
const everyEntry = (bundle: Bundle, holds: (entry: BundleEntry) => boolean): boolean => (bundle.entry ?? []).every((entry) => entry !== null && holds(entry));
/** Where nothing says what an entry is there for, R4 asks for nothing. */
const hasId = ({ resource, search }: BundleEntry): boolean =>
  resource === undefined || resource.id !== undefined || resource.resourceType === 'OperationOutcome' || (search?.mode !== 'match' && search?.mode !== 'include');
function hasSingleLinks({ link = [] }: Bundle): boolean {
  const relations = link.map((each) => each?.relation).filter((relation) => ['self', 'first', 'previous', 'next', 'last'].includes(relation));
  return new Set(relations).size === relations.length;
}
const firstType = (bundle: Bundle): string | undefined => bundle.entry?.[0]?.resource?.resourceType;

/** Rules of Bundle (https://hl7.org/fhir/R4/bundle.html). */
export const bundleInvariants: Readonly<Record<string, readonly Invariant[]>> = {
  Bundle: [
    rule<Bundle>('bdl-1', (v) => v.total === undefined || isOneOf(v, 'searchset', 'history'), ['只有检索或历史集可有 total。', 'total only in a searchset or history.']),
    rule<Bundle>('bdl-2', (v) => isOneOf(v, 'searchset') || everyEntry(v, (entry) => entry.search === undefined), ['只有检索集可有 entry.search。', 'entry.search only in a searchset.']),
    rule<Bundle>('bdl-3', (v) => everyEntry(v, (entry) => (entry.request !== undefined) === isOneOf(v, 'batch', 'transaction', 'history')), [
      '批处理、事务和历史集的每个条目必须有 request，其他类型不能有。', 'entry.request is required in batch, transaction and history, and only there.']),
    rule<Bundle>('bdl-7', (v) => isOneOf(v, 'history') || hasUniqueUrls(v), ['fullUrl 在集合中必须唯一。', 'fullUrl must be unique in a bundle.']),
    rule<Bundle>('link', (v) => hasSingleLinks(v), ['self 和翻页链接各只能有一个。', 'The links self, first, previous, next and last occur once.']),
    rule<Bundle>('search-id', (v) => !isOneOf(v, 'searchset') || everyEntry(v, hasId), ['检索结果中的资源必须有 id。', 'Resources of a searchset have ids.']),
    rule<Bundle>('bdl-9', (v) => !isOneOf(v, 'document') || (v.identifier?.system !== undefined && v.identifier.value !== undefined), [
      '文档必须有带系统和值的标识。', 'A document needs an identifier with system and value.']),
    rule<Bundle>('bdl-10', (v) => !isOneOf(v, 'document') || v.timestamp !== undefined, ['文档必须有时间。', 'A document needs a timestamp.']),
    rule<Bundle>('bdl-11', (v) => !isOneOf(v, 'document') || firstType(v) === 'Composition', ['文档的第一个资源必须是 Composition。', 'The first resource of a document is a Composition.']),
    rule<Bundle>('bdl-12', (v) => !isOneOf(v, 'message') || firstType(v) === 'MessageHeader', ['消息的第一个资源必须是 MessageHeader。', 'The first resource of a message is a MessageHeader.']),
  ],
  'Bundle.entry': [
    rule<BundleEntry>('bdl-5', (v) => v.resource !== undefined || v.request !== undefined || v.response !== undefined, ['条目必须有资源、请求或响应。', 'An entry has a resource, a request or a response.']),
    rule<BundleEntry>('fullUrl', (v) => v.fullUrl === undefined || /^[a-z][a-z0-9+.-]*:/i.test(v.fullUrl), ['fullUrl 必须是绝对地址。', 'fullUrl must be an absolute address.']),
    rule<BundleEntry>('bdl-8', (v) => !v.fullUrl?.includes('/_history/'), ['fullUrl 不能带版本。', 'fullUrl is not version specific.']),
  ],
};

function hasUniqueUrls(bundle: Bundle): boolean {
  const seen = new Set<string>();
  for (const entry of bundle.entry ?? []) {
    if (entry?.fullUrl === undefined) continue;
    const key = `${entry.fullUrl}|${(entry.resource as { meta?: { versionId?: string } } | undefined)?.meta?.versionId ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}
