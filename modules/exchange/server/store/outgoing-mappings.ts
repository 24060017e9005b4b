import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { outgoingSchema, type OutgoingDocument } from '../rules/mapping/outgoing/document.ts';
import { newestContents } from './mappings.ts';

let shipped: ReadonlyMap<string, OutgoingDocument> | undefined;

/** The outgoing mappings that come with the house, by name. */
export function shippedOutgoing(): ReadonlyMap<string, OutgoingDocument> {
  if (shipped !== undefined) return shipped;
  const folder = join(projectRoot(), 'modules/exchange/server/rules/mapping/shipped/outgoing');
  const documents = readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().map((file) => outgoingSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))));
  shipped = new Map(documents.map((document) => [document.name, document]));
  return shipped;
}

/** The outgoing mappings in force: what was saved here before what comes with the house. */
export const outgoingInForce = async (sql: Sql): Promise<Map<string, OutgoingDocument>> =>
  new Map([...shippedOutgoing(), ...(await newestContents(sql, (content) => outgoingSchema.safeParse(content).data, 'out'))]);

/** The mapping of an event such as `ADT^A08`. One that was saved here and is not shipped comes first: it was made for a purpose. */
export function outgoingFor(documents: ReadonlyMap<string, OutgoingDocument>, event: string): OutgoingDocument | undefined {
  const fitting = [...documents.values()].filter(({ messages }) => messages.includes(event));
  return fitting.find(({ name }) => !shippedOutgoing().has(name)) ?? fitting[0];
}
