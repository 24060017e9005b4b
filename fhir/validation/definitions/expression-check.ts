import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import type { Item } from '#fhir/profiles/items.ts';
import type { IssueList } from '../issues.ts';

/** Where definitions hold FHIRPath: the structure and its element. */
const EXPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  SearchParameter: ['expression'], 'SearchParameter.component': ['expression'], 'ElementDefinition.constraint': ['expression'],
};

/** FHIRPath that cannot be read, or that calls what is no function. */
export function checkExpressions({ type, value, path }: Item, engine: PathEngine, list: IssueList): void {
  const names = EXPRESSIONS[type] ?? (type === 'Expression' && (value as { language?: unknown }).language === 'text/fhirpath' ? ['expression'] : []);
  for (const name of names) {
    const expression = (value as Record<string, unknown>)[name];
    const mistake = typeof expression === 'string' ? engine.mistakeIn(expression) : undefined;
    if (mistake !== undefined) list.error(`${path}.${name}`, [`不是有效的 FHIRPath：${mistake}`, `This is no FHIRPath: ${mistake}`]);
  }
}
