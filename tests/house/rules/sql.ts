import ts from 'typescript';
import { isScript, isTest, placeOf, type Finding, type SourceTree } from '../tree.ts';
import { REPORT_READERS } from './doors.ts';

const STATEMENT = /^\s*(with\s[\s\S]*?\)\s*)?(select|insert\s+into|update|delete\s+from|with\s)\b[\s\S]*\b(from|into|set|values)\b/i;

/** The schema of a room is its name with underscores. */
const schemaOf = (room: string): string => room.replace(/-/g, '_');

/** SQL of a room stands only in its store, and names only its own schema (and `_report` views, where it may). */
export function sqlPlaces(tree: SourceTree): Finding[] {
  const schemas = knownSchemas(tree);
  const findings: Finding[] = [];
  for (const path of tree.files.keys()) {
    const { room } = placeOf(path);
    if (!isScript(path) || room === undefined || isTest(path)) continue;
    for (const literal of stringsOf(tree.parse(path))) {
      if (STATEMENT.test(literal) && !/\/server\/store(\.ts|\/)/.test(path)) {
        findings.push({ rule: 'sql', place: path, remedy: 'holds SQL outside store.ts. Move the statement into the store and give it a name.' });
      }
      if (!/\b(from|join|into|update|exists)\b/i.test(literal)) continue;
      findings.push(...foreignSchemas(path, { room, literal, schemas }));
    }
  }
  return findings;
}

/** Migrations touch their own schema and point no foreign key at another. */
export function migrationSchemas(tree: SourceTree): Finding[] {
  const schemas = knownSchemas(tree);
  const findings: Finding[] = [];
  for (const { path, text } of tree.files.values()) {
    const match = /^(?:modules|platform)\/([^/]+)\/migrations\/(.+)\.sql$/.exec(path) ?? /^(fhir)\/migrations\/(.+)\.sql$/.exec(path);
    if (!match) continue;
    if (!/^\d{8}T\d{4}_[a-z]+(_[a-z0-9]+)*$/.test(match[2] ?? '')) {
      findings.push({ rule: 'sql', place: path, remedy: 'is not named <UTC yyyymmddThhmm>_<verb>_<what>.sql.' });
    }
    const bare = text.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
    findings.push(...foreignSchemas(path, { room: match[1] ?? '', literal: bare, schemas }));
  }
  return findings;
}

function foreignSchemas(path: string, { room, literal, schemas }: { room: string; literal: string; schemas: ReadonlySet<string> }): Finding[] {
  const own = schemaOf(room);
  // Every room's migration raises the wall around its own tables by the first two functions; what a wall asks may ask the third (docs/decisions/0073, 0097);
  // the fourth tells whether Citus has spread one of its tables (0108).
  const named = new Set([...literal.replace(/\baccess\.(wall|leave_open|sight_holds|is_distributed)\(/g, '(').matchAll(/\b([a-z_]+)\.[a-z_]+/g)].map((match) => match[1] ?? ''));
  return [...named]
    .filter((name) => schemas.has(name) && name !== own && name !== `${own}_report`)
    .filter((name) => !(name.endsWith('_report') && REPORT_READERS.has(room)))
    .map((name) => ({
      rule: 'sql',
      place: path,
      remedy: `names the schema "${name}". A room's SQL names only its own: use the owner's api.ts, an event, or a published ${name}_report view (indicators and health-record only).`,
    }));
}

/** Every schema that some migration creates. */
function knownSchemas(tree: SourceTree): Set<string> {
  const found = new Set<string>();
  for (const { path, text } of tree.files.values()) {
    if (!path.endsWith('.sql')) continue;
    for (const match of text.matchAll(/create schema (?:if not exists )?([a-z_]+)/gi)) found.add(match[1] ?? '');
  }
  return found;
}

function stringsOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node)) {
      found.push([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ? '));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
