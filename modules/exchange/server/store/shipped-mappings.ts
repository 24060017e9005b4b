import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '#platform/database/project-root.ts';
import { mappingSchema, type MappingDocument } from '../rules/mapping/document.ts';

let shipped: ReadonlyMap<string, MappingDocument> | undefined;

/** The mappings that come with the house, by name. */
export function shippedMappings(): ReadonlyMap<string, MappingDocument> {
  if (shipped !== undefined) return shipped;
  const folder = join(projectRoot(), 'modules/exchange/server/rules/mapping/shipped');
  const documents = readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().map((file) => mappingSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))));
  shipped = new Map(documents.map((document) => [document.name, document]));
  return shipped;
}
