import { childItems, type Item } from '#fhir/profiles/items.ts';
import type { ElementDefinition, Extension, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { isResourceType, isStructure, structureOf } from '#fhir/types/structure-table.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';
import type { IssueList } from './issues.ts';

interface ExtensionWork {
  readonly known: ReadonlyMap<string, StructureDefinition>;
  readonly list: IssueList;
  /** Unknown extensions that have been spoken of. */
  readonly told: Set<string>;
}

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

/** Defined after R4, and often used with it: the type of the value. */
const LATER: Readonly<Record<string, string>> = {
  'http://hl7.org/fhir/StructureDefinition/humanname-mothers-family': 'valueString',
  'http://hl7.org/fhir/StructureDefinition/narrativeLink': 'valueUrl',
};

/** Where extensions stand and how often: their definitions say on what they may be put (R4 §2.5.1). What they hold is checked as a profile. */
export function checkExtensions(root: Item, work: Omit<ExtensionWork, 'told'>): void {
  walk(root, { names: [], path: '' }, { ...work, told: new Set() });
}

/** `names`: what a definition may call the element, such as `HumanName.family`; `path` from the nearest resource. */
interface Place {
  readonly names: readonly string[];
  readonly path: string;
}

/** `Element` as a context stands for anything that can be extended, whole resources too, as R4's own definitions use it (`narrativeLink`: "resource/element"). */
function walk(item: Item, { names, path }: Place, work: ExtensionWork): void {
  const resourceType = (item.value as { resourceType?: unknown } | null | undefined)?.resourceType;
  const isResource = item.type === 'Resource' && typeof resourceType === 'string' && isResourceType(resourceType);
  const type = isResource ? resourceType : item.type;
  const place = isResource ? { names: [type, 'Resource', 'DomainResource', 'Element'], path: type } : { names: [...names, type, 'Element'], path };
  checkHere(item, place, work);
  if (!isStructure(type) || type === 'Extension') return;
  for (const element of structureOf(type).elements) {
    if (element.name === 'extension' || element.name === 'modifierExtension') continue;
    const below = { names: [`${type}.${element.name}`, `${type}.${element.name}[x]`], path: `${place.path}.${element.name}` };
    for (const child of childItems(item, element.name)) {
      if (typeof (child.value ?? child.sibling) === 'object' || child.sibling !== undefined) walk(child, below, work);
    }
  }
}

function checkHere(item: Item, { names, path }: Place, { known, list, told }: ExtensionWork): void {
  const holder = (typeof item.value === 'object' && item.value !== null ? item.value : item.sibling) as { extension?: unknown; modifierExtension?: unknown } | undefined;
  const count = new Map<string, number>();
  for (const kind of ['extension', 'modifierExtension'] as const) {
    const extensions = Array.isArray(holder?.[kind]) ? (holder[kind] as (Extension | null)[]) : [];
    for (const [index, extension] of extensions.entries()) {
      const url = extension?.url;
      if (typeof url !== 'string') continue;
      const at = `${item.path}.${kind}[${index}]`;
      count.set(url, (count.get(url) ?? 0) + 1);
      const definition = known.get(url);
      if (!/^[a-z][a-z0-9+.-]*:/i.test(url)) list.error(`${at}.url`, ['扩展的地址必须是绝对地址。', 'The url of an extension is absolute.']);
      if (definition) checkParts(extension!, { definition, at }, list);
      if (definition) checkDefined({ definition, at, names: [...names, path], count: count.get(url)! }, list);
      else checkLater(extension!, at, list);
      checkKind(extension!, { kind, isKnown: definition !== undefined || Object.hasOwn(LATER, url), at, told }, list);
    }
  }
}

/** The modifiers among the extensions of R4's definitions. */
const MODIFIERS: ReadonlySet<string> = new Set([`${CORE}request-doNotPerform`, `${CORE}capabilitystatement-prohibited`]);

/**
 * Who does not know a modifier cannot know what is meant (R4 §2.5.2). Any other extension may be stored and passed over, but is not told to be right:
 * every extension has a published definition (R4 §2.5), and what has none here cannot be checked (docs/decisions/0086).
 */
function checkKind({ url }: Extension, { kind, isKnown, at, told }: { kind: 'extension' | 'modifierExtension'; isKnown: boolean; at: string; told: Set<string> }, list: IssueList): void {
  const isModifier = kind === 'modifierExtension';
  if (!isKnown && isModifier) list.error(at, ['不认识的修饰扩展会改变含义。', 'An unknown modifier extension changes the meaning.'], 'extension');
  else if (!isKnown && url.includes(':') && !told.has(url)) {
    told.add(url);
    list.error(at, [`不认识扩展 ${url}：请先保存它的 StructureDefinition。`, `The extension ${url} is not known here: store its StructureDefinition first.`], 'extension');
  } else if (isModifier && url.startsWith(CORE) && !MODIFIERS.has(url)) list.error(at, ['此扩展不是修饰扩展。', 'This extension is no modifier.'], 'extension');
  else if (!isModifier && MODIFIERS.has(url)) list.error(at, ['此扩展是修饰扩展。', 'This extension is a modifier.'], 'extension');
}

function checkDefined({ definition, at, names, count }: { definition: StructureDefinition; at: string; names: readonly string[]; count: number }, list: IssueList): void {
  const contexts = (definition.context ?? []).filter(({ type }) => type === 'element').map(({ expression }) => expression);
  const isElsewhere = contexts.length > 0 && contexts.length === definition.context?.length && !contexts.some((each) => names.includes(each));
  if (isElsewhere) list.error(at, [`此扩展只能用在 ${contexts.join('、')}。`, `This extension is allowed on ${contexts.join(', ')} only.`]);
  const max = elementsOf(definition).find((each) => each.path === 'Extension')?.max;
  if (max !== undefined && max !== '*' && count > Number(max)) list.error(at, [`此扩展最多出现 ${max} 次。`, `This extension occurs at most ${max} times.`]);
}

/** Parts are named by what their extension defines; others have addresses of their own. */
function checkParts({ extension }: Extension, { definition, at }: { definition: StructureDefinition; at: string }, list: IssueList): void {
  const urls = elementsOf(definition).flatMap((each) => (each.path === 'Extension.extension.url' && each.fixedUri !== undefined ? [each.fixedUri] : []));
  if (urls.length === 0 || !Array.isArray(extension)) return;
  extension.forEach((part, index) => {
    const isUnknown = typeof part?.url === 'string' && !part.url.includes(':') && !urls.includes(part.url);
    if (isUnknown) list.error(`${at}.extension[${index}]`, [`此扩展没有部分 ${part.url}。`, `This extension has no part ${part.url}.`]);
  });
}

const elementsOf = ({ snapshot, differential }: StructureDefinition): readonly ElementDefinition[] => snapshot?.element ?? differential?.element ?? [];

function checkLater(extension: Extension, at: string, list: IssueList): void {
  const wanted = ownEntry(LATER, extension.url);
  const given = Object.keys(extension).find((key) => key.startsWith('value'));
  if (wanted !== undefined && given !== undefined && given !== wanted) list.error(at, [`此扩展的值应为 ${wanted}。`, `This extension holds ${wanted}, not ${given}.`]);
  if (extension.url.endsWith('/humanname-mothers-family') && !/\bfamily\b/.test(at.split('.').at(-2) ?? '')) list.error(at, ['此扩展只能用在 HumanName.family。', 'This extension is allowed on HumanName.family only.']);
}
