import { createHash } from 'node:crypto';
import { ownEntry } from '#platform/kernel/own-entry.ts';
import { childItems, eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Attachment, CodeSystem, CodeSystemConcept, CodeSystemProperty, Coding, Identifier, Period, Quantity } from '#fhir/types/resources.gen.ts';
import { structureOf } from '#fhir/types/structure-table.ts';
import type { IssueList } from '../issues.ts';
import { checkNarrative } from './narrative-check.ts';

/** Content that the invariants cannot say: systems of codings, identifiers of the web, properties of code systems. */
export function checkCodedContent(root: Item, list: IssueList, isUnit: (code: string) => boolean): void {
  eachItem(root, (item) => {
    checks[item.type]?.(item, list, isUnit);
    if (QUANTITIES.has(item.type)) checkUnit(item, list, isUnit);
    if (item.value === undefined && Object.keys(item.sibling as object).join() === 'id') {
      list.error(item.path, ['元素必须有值或内容（ele-1）。', 'An element has a value or children (ele-1).'], 'invariant');
    }
    checkTexts(item, list);
  });
}

const QUANTITIES = new Set(['Quantity', 'Age', 'Count', 'Distance', 'Duration']);
const UCUM = 'http://unitsofmeasure.org';

/** The systems of R4 are named by these addresses and no others (https://hl7.org/fhir/R4/terminologies-systems.html). */
const SECURE_NAME = /^https:\/\/(loinc\.org|snomed\.info\/sct|unitsofmeasure\.org|www\.nlm\.nih\.gov\/research\/umls\/rxnorm|hl7\.org\/fhir\/sid\/[^/]+|hl7\.org\/fhir\/[a-z-]+|terminology\.hl7\.org\/CodeSystem\/[^/]+)$/;

/** The same with another host, or with a slash behind: nobody finds the system by it. */
const MISNAMED = /^https?:\/\/(?:www\.(?:loinc\.org|snomed\.info\/sct|unitsofmeasure\.org)\/?|(?:loinc\.org|snomed\.info\/sct|unitsofmeasure\.org|www\.nlm\.nih\.gov\/research\/umls\/rxnorm)\/|(?:www\.)?snomed\.org\/sct)$/;
/** A page about a code system, or a build of the specification, is not its name. */
const PAGE = /^https?:\/\/(?:build\.fhir\.org\/.*|(?:www\.)?hl7\.org\/fhir\/.*\.html)$/;

function checkSystemName(system: unknown, path: string, list: IssueList): void {
  if (typeof system === 'string' && MISNAMED.test(system)) list.error(path, ['R4 用另一个地址命名该代码系统。', 'R4 names this code system by another address.']);
  if (typeof system === 'string' && PAGE.test(system)) list.error(path, ['这是网页的地址，不是代码系统的地址。', 'This is the address of a page, not of a code system.']);
  if (typeof system === 'string' && SECURE_NAME.test(system)) list.error(path, ['该代码系统的地址以 http: 开头。', 'The address of this code system begins with http:, not https:.']);
}

const VALUE_SET = /^https?:\/\/hl7\.org\/fhir\/ValueSet\//;

function checkNoValueSet(system: unknown, path: string, list: IssueList): void {
  if (typeof system === 'string' && VALUE_SET.test(system)) list.error(path, ['这是值集而不是代码系统的地址。', 'This is the address of a value set, not of a code system.']);
}

function checkUnit({ value, path }: Item, list: IssueList, isUnit: (code: string) => boolean): void {
  const { system, code } = (value ?? {}) as Quantity;
  checkSystemName(system, `${path}.system`, list);
  if (system === UCUM && typeof code === 'string' && !isUnit(code)) list.error(`${path}.code`, ['不是有效的 UCUM 单位代码。', `Not a UCUM code: ${code}.`], 'code-invalid');
}

const MARKUP = /<\/?(script|iframe|object|embed|form|style|link|meta|svg)\b[^<>]*>/i;

/** Markup in plain text is how scripts get into screens (https://hl7.org/fhir/R4/security.html#narrative). */
function checkTexts(item: Item, list: IssueList): void {
  if (item.type === 'Narrative' || typeof item.value !== 'object' || item.value === null) return;
  for (const element of structureOf(item.type).elements) {
    if (!element.types.includes('string') || element.types.includes('markdown')) continue;
    for (const { value, path, type } of childItems(item, element.name)) {
      if (type === 'string' && typeof value === 'string' && MARKUP.test(value)) list.warning(path, ['文字中似有 HTML 标记。', 'The text looks like embedded HTML.']);
    }
  }
}

/** `hash` is the SHA-1 of the data (R4 datatypes-definitions.html#Attachment.hash); advice, since an example of HL7 keeps the hash of what stands at the url. */
function checkAttachment({ value, path }: Item, list: IssueList): void {
  const { data, hash } = value as Attachment;
  if (typeof data !== 'string' || typeof hash !== 'string') return;
  const isOther = createHash('sha1').update(Buffer.from(data, 'base64')).digest('base64') !== hash.replace(/\s/g, '');
  if (isOther) list.warning(`${path}.hash`, ['注明的摘要（SHA-1）与数据不符。', 'The stated hash (SHA-1) is not that of the data.']);
}

/** per-1 asks `start <= end`; between a day and a time within it that has no answer, so the rule is not met. */
function checkPeriod({ value, path }: Item, list: IssueList): void {
  const { start, end } = value as Period;
  if (typeof start !== 'string' || typeof end !== 'string' || start.length === end.length) return;
  if (start.startsWith(end) || end.startsWith(start)) list.error(path, ['开始和结束时间的精度不同，无法比较（per-1）。', 'Start and end differ in precision and cannot be compared (per-1).'], 'invariant');
}

const isAbsolute = (system: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(system);

/** Decimals, or E, U and L for what could not be told (R4 §2.24.0.13). */
function checkSamples({ value, path }: Item, list: IssueList): void {
  const { data } = value as { data?: unknown };
  if (typeof data === 'string' && !/^\s*(?:(?:[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[EUL])(?:\s+|$))+$/.test(data)) list.error(`${path}.data`, ['数据应为以空格分开的小数或 E、U、L。', 'The data are decimals or E, U, L, with spaces between.']);
}

function checkCoding({ value, path }: Item, list: IssueList, isUnit: (code: string) => boolean): void {
  const { system, code } = value as Coding;
  if (typeof system !== 'string') return;
  if (system === UCUM && typeof code === 'string' && !isUnit(code)) list.error(`${path}.code`, ['不是有效的 UCUM 单位代码。', `Not a UCUM code: ${code}.`], 'code-invalid');
  checkSystemName(system, `${path}.system`, list);
  if (!isAbsolute(system)) list.error(`${path}.system`, ['代码系统必须是绝对地址。', 'Coding.system must be an absolute reference.']);
  if (VALUE_SET.test(system)) {
    list.error(`${path}.system`, ['这是值集而不是代码系统的地址。', 'The coding names a value set instead of a code system.']);
  }
}

function checkIdentifier({ value, path }: Item, list: IssueList): void {
  const { system, value: text } = value as Identifier;
  if (typeof system === 'string' && !isAbsolute(system)) list.error(`${path}.system`, ['标识的系统必须是绝对地址。', 'Identifier.system must be an absolute reference.']);
  const isBroken = typeof text === 'string' && ((/^urn:oid:/i.test(text) && !/^urn:oid:[0-2](\.(0|[1-9]\d*))+$/.test(text)) || (/^urn:uuid:/i.test(text) && !/^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)));
  if (system === 'urn:ietf:rfc:3986' && isBroken) list.warning(`${path}.value`, ['OID 或 UUID 格式不正确。', 'This is no OID or UUID.']);
  if (system === 'urn:ietf:rfc:3986' && typeof text === 'string' && !isAbsolute(text)) {
    list.error(path, ['系统为 urn:ietf:rfc:3986 时值必须是完整的 URI。', 'With the system urn:ietf:rfc:3986 the value is a full URI.']);
  }
}

const PROPERTIES = 'http://hl7.org/fhir/concept-properties#';
const PROPERTY_TYPES: Readonly<Record<string, CodeSystemProperty['type']>> = {
  inactive: 'boolean', deprecated: 'dateTime', deprecationDate: 'dateTime', retirementDate: 'dateTime', notSelectable: 'boolean', parent: 'code', child: 'code', status: 'code',
};

function checkCodeSystem({ value, path }: Item, list: IssueList): void {
  const { content, concept, property, count, supplements } = value as CodeSystem;
  if (content === 'supplement' && supplements === undefined) list.error(path, ['补充代码系统必须说明所补充的系统。', 'A supplement says what it supplements.']);
  if (content !== 'complete' && content !== 'supplement' && typeof count === 'number' && count < countConcepts(concept)) list.error(`${path}.count`, ['count 少于所列概念数。', 'The count is less than the concepts listed.']);
  if (content === 'complete' && typeof count === 'number' && count !== countConcepts(concept)) list.error(`${path}.count`, ['count 与概念数不符。', 'The count is not the number of concepts.']);
  if (content === 'not-present' && concept !== undefined) {
    list.error(`${path}.concept`, ['content 为 not-present 时不能给出概念。', 'The code system says it has no content, but concepts are given.']);
  }
  const declared = Array.isArray(property) ? property : [];
  const [codes, uris] = [new Set<string>(), new Set<string>()];
  if (content === 'complete') checkRelatives(concept, { path, codes: new Set(codesIn(concept)), list });
  checkConceptProperties(concept, { path, types: new Map(declared.map((each) => [each.code, each.type])), list });
  declared.forEach((each, index) => {
    const at = `${path}.property[${index}]`;
    if (codes.has(each.code)) list.error(at, ['属性代码重复。', 'A property with this code is already defined.'], 'business-rule');
    if (each.uri !== undefined && uris.has(each.uri)) list.error(at, ['属性地址重复。', 'A property with this uri is already defined.'], 'business-rule');
    codes.add(each.code);
    if (each.uri !== undefined) uris.add(each.uri);
    const standard = each.uri?.startsWith(PROPERTIES) ? each.uri.slice(PROPERTIES.length) : undefined;
    const type = standard === undefined ? undefined : ownEntry(PROPERTY_TYPES, standard);
    if (type !== undefined && each.type !== type) list.error(at, [`该标准属性的类型应为 ${type}。`, `This standard property has the type ${type}.`], 'business-rule');
  });
}

const codesIn = (concepts: unknown): unknown[] => (Array.isArray(concepts) ? (concepts as (CodeSystemConcept | null)[]).flatMap((each) => [each?.code, ...codesIn(each?.concept)]) : []);

/** `parent` and `child` name codes of the same system (https://hl7.org/fhir/R4/codesystem.html#defined-props). */
function checkRelatives(concepts: unknown, { path, codes, list }: { path: string; codes: ReadonlySet<unknown>; list: IssueList }): void {
  if (!Array.isArray(concepts)) return;
  (concepts as (CodeSystemConcept | null)[]).forEach((concept, index) => {
    const at = `${path}.concept[${index}]`;
    concept?.property?.forEach((property, number) => {
      const isLost = (property?.code === 'parent' || property?.code === 'child') && property.valueCode !== undefined && !codes.has(property.valueCode);
      if (isLost) list.error(`${at}.property[${number}]`, [`代码系统没有代码 ${property.valueCode}。`, `The code system has no code ${property.valueCode}.`], 'code-invalid');
    });
    checkRelatives(concept?.concept, { path: at, codes, list });
  });
}

const countConcepts = (concepts: unknown): number => (Array.isArray(concepts) ? (concepts as (CodeSystemConcept | null)[]).reduce((sum, each) => sum + 1 + countConcepts(each?.concept), 0) : 0);

function checkInclude({ value, path }: Item, list: IssueList): void {
  const { system, concept, filter } = value as { system?: unknown; concept?: unknown; filter?: unknown };
  checkSystemName(system, `${path}.system`, list);
  if (typeof system === 'string' && system.includes('|')) list.error(`${path}.system`, ['版本写在 version 中，不写在地址里。', 'The version stands in its own element, not in the address.']);
  checkNoValueSet(system, `${path}.system`, list);
  if (system === undefined && (concept !== undefined || filter !== undefined)) list.error(path, ['列出概念或条件时必须给出代码系统。', 'Concepts and filters need their code system.']);
}

/** R4 conceptmap-definitions.html: absolute addresses of code systems. */
function checkMapped({ value, path }: Item, list: IssueList): void {
  for (const end of ['source', 'target'] as const) {
    const system = (value as Readonly<Record<string, unknown>>)[end];
    if (typeof system !== 'string') continue;
    checkSystemName(system, `${path}.${end}`, list);
    if (!isAbsolute(system)) list.error(`${path}.${end}`, ['代码系统必须是绝对地址。', 'The address of a code system is absolute.']);
    checkNoValueSet(system, `${path}.${end}`, list);
  }
}

/** FHIR's name of the value's type, as `CodeSystem.property.type` writes it. */
const VALUE_TYPES: Readonly<Record<string, string>> = { valueCode: 'code', valueCoding: 'Coding', valueString: 'string', valueInteger: 'integer', valueBoolean: 'boolean', valueDateTime: 'dateTime', valueDecimal: 'decimal' };

interface PropertyWork {
  readonly path: string;
  readonly types: ReadonlyMap<string, string>;
  readonly list: IssueList;
}

function checkConceptProperties(concepts: unknown, { path, types, list }: PropertyWork): void {
  if (!Array.isArray(concepts)) return;
  (concepts as (CodeSystemConcept | null)[]).forEach((concept, index) => {
    const at = `${path}.concept[${index}]`;
    concept?.property?.forEach((property, number) => {
      const type = types.get(property.code);
      if (type === undefined) list.error(`${at}.property[${number}]`, [`代码系统没有声明属性 ${property.code}。`, `The code system declares no property ${property.code}.`], 'business-rule');
      const given = Object.keys(property).find((key) => Object.hasOwn(VALUE_TYPES, key));
      if (type !== undefined && given !== undefined && VALUE_TYPES[given] !== type) list.error(`${at}.property[${number}]`, [`属性 ${property.code} 的类型应为 ${type}。`, `The property ${property.code} has the type ${type}.`], 'business-rule');
    });
    checkConceptProperties(concept?.concept, { path: at, types, list });
  });
}

function checkFilter({ value, path }: Item, list: IssueList): void {
  const { property, value: text, op } = value as { property?: string; value?: string; op?: string };
  if (op === 'regex' && typeof text === 'string' && !isPattern(text)) list.error(path, ['正则表达式写得不对。', 'The pattern of this filter is no regular expression.']);
  const isBoolean = op === 'exists' || (op === '=' && (property === 'notSelectable' || property === 'inactive'));
  if (isBoolean && text !== 'true' && text !== 'false') list.error(path, ['过滤值应为 true 或 false。', "The value of this filter is 'true' or 'false'."]);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

const checks: Readonly<Record<string, (item: Item, list: IssueList, isUnit: (code: string) => boolean) => void>> = {
  Coding: checkCoding,
  Narrative: checkNarrative,
  SampledData: checkSamples,
  Attachment: checkAttachment,
  Period: checkPeriod,
  Identifier: checkIdentifier,
  CodeSystem: checkCodeSystem,
  'ValueSet.compose.include': checkInclude,
  'ConceptMap.group': checkMapped,
  'ValueSet.compose.include.filter': checkFilter,
};
