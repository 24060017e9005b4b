import type { Filter, FilterValues, TableView } from './columns.ts';

/** What a list shows, as it stands in the address. */
export interface TableAddress {
  readonly view: string | undefined;
  readonly words: string;
  /** `name` or `-name`. */
  readonly sort: string | undefined;
  readonly filters: FilterValues;
}

const RESERVED = ['view', 'q', 'sort'] as const;

/** Reads only declared filters: what else stands in the address belongs to the page. */
export function readAddress(parameters: URLSearchParams, filters: readonly Filter[]): TableAddress {
  const values = filters.flatMap(({ key }) => {
    const given = parameters.getAll(key).filter((value) => value !== '');
    return given.length > 0 ? [[key, given] as const] : [];
  });
  return {
    view: parameters.get('view') ?? undefined,
    words: parameters.get('q') ?? '',
    sort: parameters.get('sort') ?? undefined,
    filters: Object.fromEntries(values),
  };
}

/** Writes the state over the parameters of the page and leaves the others. */
export function writeAddress(before: URLSearchParams, address: TableAddress, filters: readonly Filter[]): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const name of [...RESERVED, ...filters.map((filter) => filter.key)]) after.delete(name);
  if (address.view) after.set('view', address.view);
  if (address.words) after.set('q', address.words);
  if (address.sort) after.set('sort', address.sort);
  for (const [key, values] of Object.entries(address.filters)) for (const value of values) after.append(key, value);
  return after;
}

/** The operation's input: the page's own, then the view's, then what was chosen by hand. */
export function inputOf(
  address: TableAddress,
  { fixed, view, filters }: { fixed: Readonly<Record<string, unknown>>; view: TableView | undefined; filters: readonly Filter[] },
): Record<string, unknown> {
  const many = new Set(filters.filter((filter) => filter.many).map((filter) => filter.key));
  const chosen = Object.entries(address.filters).map(([key, values]) => [key, many.has(key) ? values : values[0]] as const);
  return {
    ...fixed,
    ...view?.filters,
    ...Object.fromEntries(chosen),
    ...(address.words ? { q: address.words } : {}),
    ...(address.sort ? { sort: address.sort } : {}),
  };
}

/** Unsorted → ascending → descending → unsorted. */
export function nextSort(sort: string | undefined, key: string): string | undefined {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` ? undefined : key;
}
