import type { ProblemDetail } from '#platform/kernel/problem.ts';
import type { ElementDefinition, Identifier, Resource, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { ownProfiles } from './catalogue.ts';
import { nativeChecks } from './identifiers.ts';

type Content = Readonly<Record<string, unknown>>;
type Rule = (resource: Content, place: string, out: ProblemDetail[]) => void;

interface Compiled {
  readonly type: string;
  readonly rules: readonly Rule[];
}

const add = (out: ProblemDetail[], path: string, [zh, en]: readonly [string, string]): void => void out.push({ path, message: { zh, en } });

/** Our profiles as plain functions, made once; a rule that nothing here enforces stops the start instead of being skipped. */
const compiled: ReadonlyMap<string, Compiled> = new Map(ownProfiles.map((profile) => [profile.url, { type: profile.type, rules: compileRules(profile) }]));

/**
 * What a resource breaks of those of OUR profiles that it says it keeps (`meta.profile`); other profiles are $validate's. One
 * look at `meta` for all that claim nothing.
 */
export function brokenClaims(resource: Resource, place: string = resource.resourceType): ProblemDetail[] {
  const claims = resource.meta?.profile;
  if (claims === undefined) return [];
  const out: ProblemDetail[] = [];
  for (const claim of claims) {
    const found = compiled.get(claim.split('|')[0]!);
    if (!found) continue;
    if (found.type !== resource.resourceType) add(out, `${place}.meta.profile`, [`规范 ${claim} 用于 ${found.type}。`, `The profile ${claim} is one of ${found.type}.`]);
    else for (const rule of found.rules) rule(resource as unknown as Content, place, out);
  }
  return out;
}

function compileRules({ type, differential }: StructureDefinition): Rule[] {
  const elements = differential!.element.filter(({ path }) => path !== type);
  const slices = elements.filter(({ sliceName }) => sliceName !== undefined);
  return [
    ...elements.filter(({ id, path, slicing }) => slicing === undefined && id === path).map((element) => requiredRule(element, type)),
    ...slices.map((slice) => identifierRule(slice, elements)),
  ];
}

function requiredRule({ path, min, ...rest }: ElementDefinition, type: string): Rule {
  const name = path.slice(type.length + 1);
  const others = Object.keys(rest).filter((key) => key !== 'id');
  if (name.includes('.') || min !== 1 || others.length > 0) throw new Error(`Nothing enforces ${path} on write`);
  return (resource, place, out) => {
    if (resource[name] === undefined && resource[`_${name}`] === undefined) add(out, `${place}.${name}`, ['所声明的规范要求此元素。', 'The profile claimed requires this element.']);
  };
}

/** Of the identifiers with the slice's system at least and at most so many, each with a value that its constraints hold for. */
function identifierRule(slice: ElementDefinition, elements: readonly ElementDefinition[]): Rule {
  const parts = elements.filter(({ id }) => id?.startsWith(`${slice.id}.`));
  const system = parts.find(({ path }) => path.endsWith('.identifier.system'))?.fixedUri;
  const value = parts.find(({ path }) => path.endsWith('.identifier.value'));
  const checks = (value?.constraint ?? []).map(({ key, human }) => ({ human, holds: nativeChecks[key] }));
  if (system === undefined || value?.min !== 1 || parts.length !== 2 || checks.some(({ holds }) => holds === undefined)) throw new Error(`Nothing enforces ${slice.id} on write`);
  const [min, max] = [slice.min ?? 0, slice.max === undefined || slice.max === '*' ? Infinity : Number(slice.max)];
  return (resource, place, out) => {
    const all = (resource.identifier ?? []) as readonly Identifier[];
    const own = all.flatMap((each, index) => (each.system === system ? [{ each, at: `${place}.identifier[${index}]` }] : []));
    if (own.length < min || own.length > max) add(out, `${place}.identifier`, [`系统 ${system} 的标识应为 ${min} 至 ${slice.max} 个。`, `Of the system ${system} there are ${min} to ${slice.max}.`]);
    for (const { each, at } of own) {
      if (each.value === undefined) add(out, `${at}.value`, ['所声明的规范要求此元素。', 'The profile claimed requires this element.']);
      else for (const { human, holds } of checks) if (!holds!(each.value)) add(out, `${at}.value`, [human, '']);
    }
  };
}
