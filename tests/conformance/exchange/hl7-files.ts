import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';

const folder = join(projectRoot(), '..', 'shared', 'data', 'hl7v2');
export const hasHl7Data = existsSync(folder);

export interface Hl7File {
  readonly name: string;
  readonly bytes: Buffer;
}

export const hl7Files = (kind: 'messages' | 'odd'): Hl7File[] =>
  hasHl7Data ? readdirSync(join(folder, kind)).sort().map((name) => ({ name, bytes: readFileSync(join(folder, kind, name)) })) : [];

export interface ConvertedBundle {
  readonly entry: readonly { readonly resource: Record<string, unknown> & { readonly resourceType: string } }[];
}

/** What another converter made of the message of the same name; its ids are template-made. */
export function convertedOf(name: string): ConvertedBundle | undefined {
  const path = join(folder, 'converted-fhir', name.replace(/\.hl7$/, '.json'));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ConvertedBundle) : undefined;
}
