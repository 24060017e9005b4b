import { expect } from 'vitest';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import type { Received, SuiteRepository } from '../repositories.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Sends a path as it is written in a table: what an address cannot hold is escaped. */
export const sendWritten = <T = Resource>(repository: SuiteRepository, method: Method, path: string, sent = {}): Promise<Received<T>> =>
  repository.send<T>(method, path.replace(/[^\x20-\x7e]+/gu, encodeURIComponent).replace(/[|\\$'"<>[\] ]/g, encodeURIComponent), sent);

export const idsOf = ({ body }: { readonly body: Bundle }, mode: string): string[] => (body.entry ?? []).filter((entry) => entry.search?.mode === mode).map((entry) => entry.resource!.id!);

const sortedWords = (text: string): string => text.split(' ').filter(Boolean).sort().join(' ');

/** Expects the ids (in any order, apart by spaces) or the status. */
export async function expectFound(repository: SuiteRepository, query: string, wanted: string | number): Promise<void> {
  const answer = await sendWritten<Bundle>(repository, 'GET', `/${query}`);
  if (typeof wanted === 'number') return expect(answer.status, answer.text.slice(0, 300)).toBe(wanted);
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(idsOf(answer, 'match').sort().join(' ')).toBe(sortedWords(wanted));
}
