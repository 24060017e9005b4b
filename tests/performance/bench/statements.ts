import type { Subject } from '#platform/access/subject.ts';
import type { Database, Sql } from '#platform/database/transaction.ts';
import { parseQuery } from '#fhir/search/query-string.ts';
import { parseSearch } from '#fhir/search/search-request.ts';
import { readText } from '#fhir/repository/read.ts';
import { searchTexts } from '#fhir/repository/search.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The machine client of the bench: sees every row, as the one that the house signs in does. */
const everything: Subject = {
  kind: 'client', id: 'bench', name: 'bench', fhirReference: null, organisationId: null, organisationIds: [], roles: [],
  permissions: new Set(), personId: null, scopes: ['system/*.cruds'], everyOrganisation: true,
};

/** The statements that a piece of the repository sends, without sending them. */
async function statementsOf(work: (sql: Sql) => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  await work({
    query: async (text, values = []) => {
      sent.push({ text, values });
      return [];
    },
    execute: async (text, values = []) => {
      sent.push({ text, values });
      return 0;
    },
  });
  return sent;
}

export const readStatement = async (type: string, id: string): Promise<Statement> =>
  (await statementsOf((sql) => readText(sql, { subject: everything, type, id })))[0]!;

export async function searchStatement(query: string): Promise<Statement> {
  const { type, parameters } = parseQuery(query);
  return (await statementsOf((sql) => searchTexts(sql, parseSearch(type, parameters), { subject: everything, now: new Date() })))[0]!;
}

const names = new Map<string, string>();

/** Through the bare driver, kept prepared on the connection as the driver's own users would. */
export async function runBare(raw: Database, { text, values }: Statement): Promise<number> {
  const name = names.get(text) ?? `bench_${names.size}`;
  names.set(text, name);
  return (await raw.pool.query({ name, text, values: values as unknown[] })).rows.length;
}
