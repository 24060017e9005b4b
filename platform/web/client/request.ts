import type { AnyOperation } from '#platform/kernel/contract.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string | undefined;
}

/**
 * Turns an operation and its one flat input into an HTTP request below `/api`: `{placeholders}` of the path are taken
 * from the input, the rest becomes the query string (GET) or the JSON body (POST). Undefined fields are left out.
 */
export function requestFor(operation: AnyOperation, input: unknown): HttpRequest {
  const fields = new Map(Object.entries((input ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields.get(name);
    if (value === undefined || value === null || value === '') throw new Error(`${operation.name}: input lacks "${name}"`);
    fields.delete(name);
    return encodeURIComponent(String(value));
  });
  if (operation.method === 'POST') {
    return { method: 'POST', url: `/api${path}`, body: JSON.stringify(Object.fromEntries(fields)) };
  }
  const query = queryString(fields);
  return { method: 'GET', url: `/api${path}${query ? `?${query}` : ''}`, body: undefined };
}

/** Lists repeat their name: `state=sent&state=accepted`. Empty strings and nulls are no filters. */
export function queryString(fields: Iterable<readonly [string, unknown]>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of fields) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null && item !== undefined && item !== '') parameters.append(name, String(item));
    }
  }
  return parameters.toString();
}

/**
 * The word under which answers are refreshed together: `referral` for permission `referral.read` and for the event
 * `referral.accepted`. A plural ending is ignored, so that `residents.register` and `resident.read` agree.
 */
export function topicOf(dottedName: string): string {
  const first = dottedName.split('.')[0] ?? dottedName;
  return first.endsWith('s') ? first.slice(0, -1) : first;
}

export function topicOfOperation(operation: AnyOperation): string {
  if (operation.permission.includes('.')) return topicOf(operation.permission);
  return topicOf(operation.path.split('/')[1] ?? operation.name);
}
