import { childItems, type Item } from '#fhir/profiles/items.ts';
import { searchParameterLines } from '#fhir/types/search-parameters.gen.ts';
import type { IssueList } from '../issues.ts';

let types: ReadonlyMap<string, string> | undefined;

/** Type of a search parameter of R4 by its id. */
function typeOfParameter(id: string): string | undefined {
  types ??= new Map(searchParameterLines.map((line) => JSON.parse(line) as [string, string, string]).map(([each, , type]) => [each, type]));
  return types.get(id);
}

const PARAMETER = /^http:\/\/hl7\.org\/fhir\/SearchParameter\/([A-Za-z0-9\-.]+)(?:\|.*)?$/;

/** A search parameter has the type that its definition gives it. */
export function checkSearchParam({ value, path }: Item, list: IssueList): void {
  const { definition, type } = value as { definition?: unknown; type?: unknown };
  const id = typeof definition === 'string' ? PARAMETER.exec(definition)?.[1] : undefined;
  const defined = id === undefined ? undefined : typeOfParameter(id);
  if (defined !== undefined && type !== defined) list.error(`${path}.type`, [`该检索参数的类型是 ${defined}。`, `This search parameter has the type ${defined}.`]);
}

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

/** The url of a definition is its canonical address: absolute, and without a version (R4 §2.24.0.6). */
export function checkOwnAddress(item: Item, list: IssueList): void {
  const [url] = childItems(item, 'url');
  if (url?.type !== 'uri' || typeof url.value !== 'string') return;
  if (!ABSOLUTE.test(url.value)) list.error(url.path, ['url 必须是绝对地址。', 'The url must be an absolute address.']);
  else if (url.value.includes('|')) list.error(url.path, ['url 不带版本。', 'The url has no version.']);
}
