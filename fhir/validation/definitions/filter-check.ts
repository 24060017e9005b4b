import { eachItem, type Item } from '#fhir/profiles/items.ts';
import { findCoreSystem } from '../../terminology/core-systems.ts';
import { hasSystemForm } from '../codes/code-forms.ts';
import type { IssueList } from '../issues.ts';

interface Filter {
  readonly property?: unknown;
  readonly op?: unknown;
  readonly value?: unknown;
}

/** Filters whose value is one code of the system (https://hl7.org/fhir/R4/valueset-filter-operator.html). */
const OF_CODES: ReadonlySet<unknown> = new Set(['is-a', 'descendent-of', 'is-not-a', 'generalizes']);
const SNOMED = 'http://snomed.info/sct';

/** What filters of value sets name: codes that their system has or could have, and operations that SNOMED CT knows for its attributes (R4 §4.3.1). */
export async function checkFilters(root: Item, list: IssueList): Promise<void> {
  const found: { system: string; filter: Filter; path: string }[] = [];
  eachItem(root, ({ type, value, path }) => {
    const { system, filter } = (type === 'ValueSet.compose.include' ? (value ?? {}) : {}) as { system?: unknown; filter?: unknown };
    if (typeof system !== 'string' || !Array.isArray(filter)) return;
    (filter as (Filter | null)[]).forEach((each, index) => each && found.push({ system, filter: each, path: `${path}.filter[${index}]` }));
  });
  for (const { system, filter: { property, op, value }, path } of found) {
    const isOfCode = (property === 'concept' && (OF_CODES.has(op) || op === '=')) || (OF_CODES.has(op) && system === SNOMED);
    if (isOfCode && typeof value === 'string' && !(await mayHave(system, value))) list.error(`${path}.value`, [`${system} 没有代码 ${value}。`, `The system ${system} has no code ${value}.`], 'code-invalid');
    const isAttribute = system === SNOMED && typeof property === 'string' && /^\d{6,18}$/.test(property);
    if (isAttribute && op !== '=' && op !== 'in') list.error(`${path}.op`, ['该属性只能用 = 或 in 过滤。', 'An attribute is filtered by = or in.']);
  }
}

/** False where the system is delivered and does not have the code, or its codes cannot look so. */
async function mayHave(system: string, code: string): Promise<boolean> {
  const core = await findCoreSystem(system);
  return core ? (await core.find(code)) !== undefined : hasSystemForm(system, code);
}
