import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { hasSafePatterns } from '#fhir/fhirpath/safe-pattern.ts';
import type { ElementDefinitionBinding, ElementDefinitionType, Reference, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { IssueList } from '#fhir/validation/issues.ts';
import { nativeChecks } from './identifiers.ts';
import { childItems, choiceOf, type Item } from './items.ts';
import { passedLimits } from './limits.ts';
import { fixedOf, hasPattern, isSame, patternOf } from './pattern.ts';
import { profileTree, type ProfileElement } from './profile-tree.ts';
import { brokenReferenceRules } from './reference-rules.ts';
import { sliceOf, type SliceContext } from './slicing.ts';

/** A coded value to be looked up after the walk. */
export interface PendingBinding {
  readonly item: Item;
  readonly binding: ElementDefinitionBinding;
}

/** What a walk over one resource needs; profiles that are not among `profiles`, by the address as it is written, are not known. */
export interface ProfileWalk {
  readonly profiles: ReadonlyMap<string, StructureDefinition>;
  readonly engine: PathEngine;
  readonly resource: unknown;
  readonly bindings: PendingBinding[];
  readonly resolve: SliceContext['resolve'];
  readonly isMember: SliceContext['isMember'];
}

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
/** Profiles in profiles (extensions in extensions, targets of bundles). */
const DEPTH_MAX = 12;

const trees = new WeakMap<StructureDefinition, ProfileElement>();

function treeOf(profile: StructureDefinition): ProfileElement {
  let tree = trees.get(profile);
  if (!tree) trees.set(profile, (tree = profileTree(profile)));
  return tree;
}

export const withoutVersion = (canonical: string): string => canonical.split('|')[0]!;

/** Mistakes of an item against a profile and the profiles it builds on. Base rules of R4 are checked elsewhere. */
export class ProfileChecker {
  readonly walk: ProfileWalk;
  readonly issues: IssueList;
  private depth = 0;

  constructor(walk: ProfileWalk, issues: IssueList) {
    this.walk = walk;
    this.issues = issues;
  }

  checkProfile(item: Item, canonical: string): void {
    const profile = this.walk.profiles.get(canonical);
    if (!profile || this.depth >= DEPTH_MAX) return;
    this.depth += 1;
    const type = (item.value as { resourceType?: string } | undefined)?.resourceType;
    if (type !== undefined && isResourceType(profile.type) && type !== profile.type) {
      this.issues.error(item.path, [`规范 ${canonical} 适用于 ${profile.type}，不适用于 ${type}。`, `Profile ${canonical} is for ${profile.type}, not for ${type}.`]);
    } else {
      this.checkElement(item, treeOf(profile), profile.url);
      if (profile.baseDefinition !== undefined && profile.snapshot === undefined) this.checkProfile(item, profile.baseDefinition);
    }
    this.depth -= 1;
  }

  private checkElement(item: Item, element: ProfileElement, profile: string): void {
    this.checkValue(item, element);
    this.checkConstraints(item, element);
    for (const type of element.definition.type ?? []) {
      if (type.profile?.length && (type.code === item.type || item.type === 'Resource')) this.checkTypeProfiles(item, type.profile);
    }
    for (const child of element.children) this.checkChild(item, child, profile);
    this.checkOneType(item, element);
  }

  /** `valueQuantity` in a differential that says no more of `value[x]` leaves that type alone. */
  private checkOneType(item: Item, { children }: ProfileElement): void {
    const typed = children.flatMap(({ name }) => choiceOf(item, name) ?? []);
    for (const { choice, name } of typed) {
      if (typed.some((each) => each.choice === choice && each.name !== name) || children.some((child) => child.name === choice)) continue;
      const other = childItems(item, choice).find((each) => !each.path.endsWith(`.${name}`));
      if (other) this.issues.error(other.path, [`此处只能是 ${name}。`, `Only ${name} is allowed here.`]);
    }
  }

  private treeNamed(canonical: string): ProfileElement | undefined {
    const profile = this.walk.profiles.get(canonical);
    return profile && treeOf(profile);
  }

  /** One of the profiles is enough; with several the first is reported when none fits. */
  private checkTypeProfiles(item: Item, profiles: readonly string[]): void {
    const known = profiles.filter((each) => this.walk.profiles.has(each));
    if (known.length === 0 || (known.length > 1 && known.some((each) => this.conforms(item, each)))) return;
    this.checkProfile(item, known[0]!);
  }

  private conforms(item: Item, profile: string): boolean {
    const issues = new IssueList();
    if (this.depth >= DEPTH_MAX) return true;
    const inner = new ProfileChecker({ ...this.walk, bindings: [] }, issues);
    inner.depth = this.depth;
    inner.checkProfile(item, profile);
    return !issues.hasErrors;
  }

  private checkValue({ value, path }: Item, { definition }: ProfileElement): void {
    const fixed = fixedOf(definition);
    const pattern = patternOf(definition);
    if (fixed !== undefined && !isSame(value, fixed)) this.issues.error(path, [`必须等于 ${show(fixed)}。`, `Must be exactly ${show(fixed)}.`]);
    if (pattern !== undefined && !hasPattern(value, pattern)) this.issues.error(path, [`必须包含 ${show(pattern)}。`, `Must contain ${show(pattern)}.`]);
    const length = definition.maxLength;
    if (length !== undefined && typeof value === 'string' && value.length > length) this.issues.error(path, [`不能超过 ${length} 个字符。`, `At most ${length} characters.`]);
    for (const { end, limit } of passedLimits(value, definition, this.walk.engine)) {
      if (end === 'min') this.issues.error(path, [`不能小于 ${show(limit)}。`, `Not less than ${show(limit)}.`]);
      else this.issues.error(path, [`不能大于 ${show(limit)}。`, `Not more than ${show(limit)}.`]);
    }
  }

  private checkConstraints(item: Item, { definition, path }: ProfileElement): void {
    for (const { key, severity, expression, human, source } of definition.constraint ?? []) {
      if (expression === undefined || source?.startsWith(CORE) || BASE_KEYS.test(key)) continue;
      const holds = nativeChecks[key]?.(item.value) ?? this.holds(item, { expression, path });
      if (holds) continue;
      const text = [`不满足规则 ${key}：${human}`, `${human} (${key})`] as const;
      if (severity === 'warning') this.issues.warning(item.path, text);
      else this.issues.error(item.path, text);
    }
  }

  private holds(item: Item, { expression, path }: { expression: string; path: string }): boolean {
    const context = item.value ?? item.sibling;
    const base = path.includes('.') ? item.type : undefined;
    try {
      if (!hasSafePatterns(expression)) throw new Error('a pattern that may take too long');
      const variables = { resource: this.walk.resource, rootResource: this.walk.resource, context };
      return this.walk.engine.holds(expression, { context, variables, ...(base === undefined ? {} : { base }) }) === true;
    } catch {
      this.issues.warning(item.path, [`无法计算表达式：${expression}`, `The expression cannot be evaluated: ${expression}`]);
      return true;
    }
  }

  private checkChild(parent: Item, child: ProfileElement, profile: string): void {
    const items = childItems(parent, child.name);
    const place = { path: `${parent.path}.${child.name}`, profile };
    this.checkCount(items.length, child, place);
    for (const item of items) {
      this.checkType(item, child);
      this.checkElement(item, child, profile);
      if (child.definition.binding) this.walk.bindings.push({ item, binding: child.definition.binding });
    }
    if (child.slices.length > 0) this.checkSlices(items, child, place);
  }

  private checkCount(count: number, { definition }: ProfileElement, { path, profile }: { path: string; profile: string }): void {
    const slice = definition.sliceName === undefined ? '' : `:${definition.sliceName}`;
    const [min, max] = [definition.min ?? 0, definition.max ?? '*'];
    if (count < min) this.issues.error(`${path}${slice}`, [`至少需要 ${min} 个，现有 ${count} 个（${profile}）。`, `At least ${min} required, ${count} found (${profile}).`], 'required');
    if (max !== '*' && count > Number(max)) this.issues.error(`${path}${slice}`, [`最多允许 ${max} 个，现有 ${count} 个（${profile}）。`, `At most ${max} allowed, ${count} found (${profile}).`]);
  }

  private checkType(item: Item, { definition }: ProfileElement): void {
    const types = definition.type;
    if (!types || types.length === 0 || types.some((type) => isTypeNamed(item, type.code))) {
      const asked = item.type === 'Reference' ? types?.find((type) => type.code === 'Reference') : undefined;
      if (asked) this.checkReference(item, asked);
      return;
    }
    const names = types.map((type) => type.code).join('、');
    this.issues.error(item.path, [`类型必须是 ${names}，现为 ${item.type}。`, `The type must be ${names}, not ${item.type}.`]);
  }

  private checkReference(item: Item, asked: ElementDefinitionType): void {
    const found = this.walk.resolve(item.value);
    for (const text of brokenReferenceRules(item.value as Reference, asked, found !== undefined)) this.issues.error(item.path, text);
    const targets = asked.targetProfile ?? [];
    if (targets.length === 0) return;
    const profiled = targets.filter((target) => this.walk.profiles.has(target));
    if (found === undefined || profiled.length === 0) return this.checkTarget(item, targets);
    const type = (found.value as { resourceType?: unknown }).resourceType;
    const isPlain = targets.some((target) => [`${CORE}Resource`, `${CORE}${String(type)}`].includes(withoutVersion(target)));
    if (isPlain || profiled.some((profile) => this.conforms(found, profile))) return;
    this.issues.error(item.path, [`引用的资源不符合 ${targets.join('、')}。`, `What is referred to conforms to none of ${targets.join(', ')}.`]);
  }

  private checkTarget(item: Item, targets: readonly string[]): void {
    const names = targets.map((target) => this.walk.profiles.get(target)?.type ?? target.replace(CORE, ''));
    const found = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[^/]+)?$/.exec((item.value as { reference?: string }).reference ?? '')?.[1];
    if (found === undefined || !isResourceType(found) || names.includes('Resource') || names.includes(found)) return;
    if (names.every(isResourceType)) this.issues.error(item.path, [`引用的资源必须是 ${names.join('、')}。`, `The reference must be to ${names.join(' or ')}.`]);
  }

  private checkSlices(items: readonly Item[], sliced: ProfileElement, place: { path: string; profile: string }): void {
    const context: SliceContext = { conforms: (item, profile) => this.conforms(item, profile), isMember: this.walk.isMember, resolve: this.walk.resolve, treeOf: (profile) => this.treeNamed(profile) };
    const members = new Map<ProfileElement, Item[]>(sliced.slices.map((slice) => [slice, []]));
    let last = -1;
    let isPast = false;
    for (const item of items) {
      const slice = sliceOf(item, sliced, context);
      if (slice === undefined) {
        isPast = true;
        if (sliced.definition.slicing?.rules === 'closed') this.issues.error(item.path, ['不属于规范允许的任何一种。', 'Belongs to no slice, and no others are allowed.']);
        continue;
      }
      members.get(slice)!.push(item);
      if (isPast && sliced.definition.slicing?.rules === 'openAtEnd') this.issues.error(item.path, ['不属于任何一种的只能放在最后。', 'What belongs to no slice stands at the end.']);
      const at = sliced.slices.indexOf(slice);
      if (sliced.definition.slicing?.ordered && at < last) this.issues.error(item.path, ['顺序与规范不符。', 'The slices are out of order.']);
      last = Math.max(last, at);
    }
    for (const [slice, found] of members) {
      this.checkCount(found.length, slice, place);
      for (const item of found) {
        this.checkType(item, slice);
        this.checkElement(item, slice, place.profile);
        if (slice.definition.binding) this.walk.bindings.push({ item, binding: slice.definition.binding });
      }
      if (slice.slices.length > 0) this.checkSlices(found, slice, place);
    }
  }
}

/** Keys of rules that every element or resource has in its snapshot; the base validator checks them. */
const BASE_KEYS = /^(ele|ext|dom)-\d+$/;

const show = (value: unknown): string => JSON.stringify(value).slice(0, 200);

/** `http://hl7.org/fhirpath/System.String` of ids and urls counts as whatever is there. */
const isTypeNamed = (item: Item, code: string): boolean =>
  code === item.type || code.startsWith('http://') || item.type === 'Resource' || item.type.includes('.') || (item.type === 'Element' && code === 'BackboneElement');
