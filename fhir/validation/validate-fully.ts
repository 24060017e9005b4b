import { openPathEngine, type PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { loadProfiles } from '#fhir/profiles/definitions.ts';
import { impliedProfiles } from '#fhir/profiles/implied.ts';
import { eachItem, type Item } from '#fhir/profiles/items.ts';
import { ProfileChecker, withoutVersion, type PendingBinding } from '#fhir/profiles/profile-check.ts';
import { isResourceType, isStructure } from '#fhir/types/structure-table.ts';
import { membershipIn, type Membership } from '../terminology/membership.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Coding } from '#fhir/types/resources.gen.ts';
import { constraintText, publishedRules, valuesAt } from './base-constraints.ts';
import { checkAddresses } from './address-check.ts';
import { checkBundle, resolverFor } from './bundle-check.ts';
import { checkCodeForms } from './codes/code-forms.ts';
import { checkCodedContent } from './content/content-check.ts';
import { checkQuantities } from './content/quantity-check.ts';
import { checkExpressions } from './definitions/expression-check.ts';
import { checkFilters } from './definitions/filter-check.ts';
import { checkOwnAddress, checkSearchParam } from './definitions/statement-check.ts';
import { checkStructureDefinition } from './definitions/structure-check.ts';
import { checkExtensions } from './extension-check.ts';
import { IssueList, type Issue } from './issues.ts';
import { checkKnownCodes } from './codes/known-codes.ts';
import { checkTargets } from './target-check.ts';
import { checkAnswers } from './questionnaires/answer-check.ts';
import { validateResource } from './validate.ts';

export interface FullValidation {
  /** Where stored profiles are looked up; without it only our own are known. */
  readonly sql?: Sql;
  /** Profiles asked for besides those of `meta.profile`. */
  readonly profiles?: readonly string[];
  /** By default the value sets of the definitions answer. */
  readonly isMember?: Membership;
}

/**
 * Everything the server can check: the base rules that every write passes, the published rules that need the interpreting
 * engine, advice, profiles, references inside bundles, and bindings of profiles. Slow beside `validateResource`; for $validate.
 */
export async function validateFully(value: unknown, validation: FullValidation = {}): Promise<Issue[]> {
  const list = new IssueList();
  for (const { path, message } of validateResource(value)) list.error(path, [message.zh, message.en], 'structure');
  const type = (value as { resourceType?: unknown } | null)?.resourceType;
  if (typeof type !== 'string' || list.issues.some((issue) => issue.path === `${type}.resourceType`)) return list.issues;
  const root: Item = { value, type: 'Resource', path: type };
  const engine = await openPathEngine();
  checkPublished(root, engine, list);
  checkCodedContent(root, list, engine.isUnit);
  checkBundle(value, list);
  checkAddresses(root, list);
  checkTargets(root, list);
  await checkKnownCodes(root, list);
  checkCodeForms(root, list);
  checkDefinitions(root, engine, list);
  await checkFilters(root, list);
  await checkAnswers(root, { ...validation, engine }, list);
  await checkProfiles(root, { ...validation, engine, list });
  return list.issues;
}

/** What definitions say of types, search parameters and expressions, and what quantities may be. */
function checkDefinitions(root: Item, engine: PathEngine, list: IssueList): void {
  eachItem(root, (item, resource) => {
    checkExpressions(item, engine, list);
    checkQuantities(item, engine, list);
    if (item.type === 'StructureDefinition') checkStructureDefinition(item, list);
    if (item.type === 'CapabilityStatement.rest.resource.searchParam') checkSearchParam(item, list);
    if (item.value === resource) checkOwnAddress(item, list);
  });
}

/** Rules of the definitions that only the engine can run, and those that are advice. */
function checkPublished(root: Item, engine: PathEngine, list: IssueList): void {
  eachItem(root, (item, resource) => {
    for (const rule of publishedRules(item.type, 'warning').compiled) {
      if (!rule.holds(item.value as never, resource)) list.warning(item.path, [rule.text.zh, rule.text.en], 'invariant');
    }
    for (const { properties, constraint } of publishedRules(item.type, 'error').interpreted) {
      if (ELSEWHERE.test(constraint.key)) continue;
      const values = properties.length === 0 ? [item.value] : valuesAt(item.value, properties);
      if (values.some((each) => breaks(engine, constraint.expression, { context: each, resource }))) {
        const text = constraintText(constraint);
        list.error(item.path, [text.zh, text.en], 'invariant');
      }
    }
  });
}

/** Written by hand in `validate.ts` and `reference-check.ts`. */
const ELSEWHERE = /^(dom-\d|ref-1|ctm-1)$/;

function breaks(engine: PathEngine, expression: string, { context, resource }: { context: unknown; resource: unknown }): boolean {
  try {
    return engine.holds(expression, { context, variables: { resource, rootResource: resource, context } }) !== true;
  } catch {
    return false;
  }
}

interface ProfileWork extends FullValidation {
  readonly engine: PathEngine;
  readonly list: IssueList;
}

async function checkProfiles(root: Item, { sql, profiles: asked = [], isMember = membershipIn(sql), engine, list }: ProfileWork): Promise<void> {
  const claimed: { item: Item; profile: string }[] = asked.map((profile) => ({ item: root, profile }));
  eachItem(root, (item, resource) => {
    if (item.value !== resource) return;
    const own = (resource as { meta?: { profile?: unknown } }).meta?.profile;
    const named = Array.isArray(own) ? own.filter((profile): profile is string => typeof profile === 'string') : [];
    for (const profile of new Set([...named, ...impliedProfiles(resource)])) claimed.push({ item, profile });
  });
  const extensions = new Set<string>();
  eachItem(root, (item) => {
    if (item.type === 'Extension') extensions.add(String((item.value as { url?: unknown }).url));
  });
  const known = await loadProfiles(sql, [...claimed.map((each) => each.profile), ...[...extensions].slice(0, 50)]);
  const bindings: PendingBinding[] = [];
  const checker = new ProfileChecker({ profiles: known, engine, resource: root.value, bindings, resolve: resolverFor(root.value), isMember: () => undefined }, list);
  for (const { item, profile } of claimed) {
    const base = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/([A-Z]\w+)$/.exec(withoutVersion(profile))?.[1];
    const type = (item.value as { resourceType?: unknown }).resourceType;
    if (base !== undefined && isResourceType(base) && base !== type) list.error(item.path, [`规范 ${profile} 不适用于 ${String(type)}。`, `Profile ${profile} is not for ${String(type)}.`]);
    if (known.has(profile)) checker.checkProfile({ ...item, type: 'Resource' }, profile);
    else if (base === undefined || !isBase(base)) reportUnknown(item, { profile, isAsked: asked.includes(profile), list });
  }
  eachItem(root, (item) => {
    const url = item.type === 'Extension' ? String((item.value as { url?: unknown }).url) : '';
    if (known.has(url)) checker.checkProfile(item, url);
  });
  checkExtensions(root, { known, list });
  await checkBindings(bindings, isMember, list);
}

/** The types of R4 are checked in any case. */
const isBase = (name: string): boolean => isStructure(name) || name === 'Resource' || name === 'DomainResource';

function reportUnknown(item: Item, { profile, isAsked, list }: { profile: string; isAsked: boolean; list: IssueList }): void {
  const text = [`没有规范 ${profile} 的定义，未按其校验。`, `The profile ${profile} is not known here and was not checked.`] as const;
  if (isAsked) list.error(item.path, text, 'not-found');
  else list.warning(item.path, text);
}

/** Required bindings must hold; extensible and preferred ones are advice. */
async function checkBindings(bindings: readonly PendingBinding[], isMember: Membership, list: IssueList): Promise<void> {
  for (const { item, binding } of bindings) {
    const codings = codingsOf(item);
    if (binding.valueSet === undefined || binding.strength === 'example' || codings.length === 0) continue;
    const answers = await Promise.all(codings.map((coding) => isMember(binding.valueSet!, coding)));
    if (answers.some((answer) => answer !== false)) continue;
    const text = [`代码不在值集 ${binding.valueSet} 中（${binding.strength}）。`, `No code from the value set ${binding.valueSet} (${binding.strength}).`] as const;
    if (binding.strength === 'required') list.error(item.path, text, 'code-invalid');
    else list.warning(item.path, text);
  }
}

function codingsOf({ value, type }: Item): Coding[] {
  if (type === 'Coding' || type === 'Quantity') return [value as Coding];
  if (type === 'CodeableConcept') return (value as { coding?: Coding[] }).coding ?? [];
  return typeof value === 'string' ? [{ code: value }] : [];
}
