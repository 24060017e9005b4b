import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { strictMistakeIn } from '#fhir/fhirpath/strict.ts';
import type { Item } from '#fhir/profiles/items.ts';
import type { IssueList } from '../issues.ts';

const words = (mistake: string): readonly [string, string] => [`不是有效的 FHIRPath：${mistake}`, `This is no FHIRPath: ${mistake}`];

/** Where definitions hold FHIRPath: the structure and its element. */
const EXPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  SearchParameter: ['expression'], 'SearchParameter.component': ['expression'], 'ElementDefinition.constraint': ['expression'],
};

/** Elements that the type does not have. */
export function checkNames(expression: string, { type, path, list }: { type?: string; path: string; list: IssueList }): void {
  const mistake = strictMistakeIn(expression, type);
  if (mistake !== undefined) list.error(path, words(mistake));
}

const isFhirPath = (type: string, value: unknown): boolean =>
  (type === 'Expression' && (value as { language?: unknown }).language === 'text/fhirpath') || (type === 'StructureDefinition.context' && (value as { type?: unknown }).type === 'fhirpath');

/** FHIRPath that cannot be read, or that calls what is no function. */
export function checkExpressions({ type, value, path }: Item, engine: PathEngine, list: IssueList): void {
  const names = EXPRESSIONS[type] ?? (isFhirPath(type, value) ? ['expression'] : []);
  for (const name of names) {
    const expression = (value as Record<string, unknown>)[name];
    const mistake = typeof expression === 'string' ? engine.mistakeIn(expression) : undefined;
    if (mistake !== undefined) list.error(`${path}.${name}`, words(mistake));
    // Paths of search parameters begin with a type; rules of elements are asked of theirs where their definition is checked.
    else if (type === 'SearchParameter' && typeof expression === 'string') checkNames(expression, { path: `${path}.${name}`, list });
  }
}
