import { eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Coding } from '#fhir/types/resources.gen.ts';
import { findCoreSystem } from '../../terminology/core-systems.ts';
import type { IssueList } from '../issues.ts';

/** Code systems that R4 delivers whole: a code that they do not have is a mistake, whatever the binding. Tables of version 2 may be added to by their users. */
const WHOLE = /^http:\/\/(terminology\.hl7\.org\/CodeSystem\/(v2-|v3-)?|hl7\.org\/fhir\/)[a-z]/;

export async function checkKnownCodes(root: Item, list: IssueList): Promise<void> {
  const codings: { coding: Coding; path: string }[] = [];
  eachItem(root, ({ type, value, path }) => {
    if (type === 'ValueSet.compose.include') codings.push(...listed(value, path));
    if (type === 'ConceptMap.group') codings.push(...mapped(value, path));
    const { system, code } = (type === 'Coding' ? (value ?? {}) : {}) as Coding;
    if (typeof system === 'string' && typeof code === 'string' && WHOLE.test(system)) codings.push({ coding: value as Coding, path });
  });
  for (const { coding, path } of codings) {
    const system = await findCoreSystem(coding.system!);
    if (!system || (coding.version !== undefined && coding.version !== system.version)) continue;
    const found = await system.find(coding.code!);
    const text = [`代码系统 ${coding.system} 没有代码 ${coding.code}。`, `The code system ${coding.system} has no code ${coding.code}.`] as const;
    if (!found && coding.system!.includes('/v2-')) list.warning(`${path}.code`, text);
    else if (!found) list.error(`${path}.code`, text, 'code-invalid');
    else if (isOther(coding.display, found.display)) {
      const shown = [`该代码的显示名为 ${found.display}。`, `The display of this code is ${found.display}.`] as const;
      // Words in Chinese are a translation, which the system has no say in.
      if (/\p{Script=Han}/u.test(coding.display!)) list.warning(`${path}.display`, shown);
      else list.error(`${path}.display`, shown, 'invalid');
    }
  }
}

/** The codes that a value set lists; their displays are its own. */
function listed(value: unknown, path: string): { coding: Coding; path: string }[] {
  const { system, concept } = (value ?? {}) as { system?: unknown; concept?: unknown };
  if (typeof system !== 'string' || !WHOLE.test(system) || !Array.isArray(concept)) return [];
  return (concept as ({ code?: unknown } | null)[]).flatMap((each, index) => (typeof each?.code === 'string' ? [{ coding: { system, code: each.code }, path: `${path}.concept[${index}]` }] : []));
}

interface Mapped {
  readonly code?: unknown;
  readonly target?: readonly (Mapped | null)[];
}

/** The codes of a concept map are those of the systems that its group names. */
function mapped(value: unknown, path: string): { coding: Coding; path: string }[] {
  const { source, target, element } = (value ?? {}) as { source?: unknown; target?: unknown; element?: unknown };
  const of = (system: unknown, { code }: Mapped, at: string): { coding: Coding; path: string }[] =>
    (typeof system === 'string' && WHOLE.test(system) && typeof code === 'string' ? [{ coding: { system, code }, path: at }] : []);
  const elements = Array.isArray(element) ? (element as (Mapped | null)[]) : [];
  return elements.flatMap((each, index) => [
    ...of(source, each ?? {}, `${path}.element[${index}]`),
    ...(Array.isArray(each?.target) ? each.target : []).flatMap((one, at) => of(target, one ?? {}, `${path}.element[${index}].target[${at}]`)),
  ]);
}

const isOther = (given: unknown, known: string | undefined): boolean =>
  typeof given === 'string' && known !== undefined && given.trim().toLowerCase() !== known.toLowerCase();
