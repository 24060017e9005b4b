import { isScript, isTest, placeOf, type Finding, type SourceTree } from '../tree.ts';

const EDGES_FILE = 'modules/edges.json';
/** Read the `<module>_report` views of every room; nobody else does. */
export const REPORT_READERS = new Set(['indicators', 'health-record']);

/** Schemas that every contract needs (docs/decisions/0106); to the inspector a contract itself. */
const WORDS_OF_ALL = 'platform/contract/';
const isContract = (path: string): boolean => path.startsWith(WORDS_OF_ALL) || /^(modules|platform|fhir)\/[^/]+\/contract(\.ts|\/)/.test(path);
const isApi = (path: string): boolean => /^modules\/[^/]+\/server\/api\.ts$/.test(path);
const isBrowser = (path: string): boolean =>
  /^modules\/[^/]+\/(web|portal)\//.test(path) || path.startsWith('apps/workbench/') || path.startsWith('apps/portal/') || path.startsWith('platform/web/');

/** The declared edges, `caller -> callee`, each with its reason. */
export function readEdges(tree: SourceTree): Map<string, string> {
  const text = tree.files.get(EDGES_FILE)?.text ?? '{}';
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}

/** A module has two doors: `contract.ts` for anyone, `server/api.ts` for the servers and command lines of others along a declared edge. */
export function moduleDoors(tree: SourceTree): Finding[] {
  const edges = readEdges(tree);
  const findings: Finding[] = [];
  for (const path of tree.files.keys()) {
    const { room } = placeOf(path);
    if (!isScript(path) || room === undefined) continue;
    for (const target of tree.importsOf(path)) {
      const other = placeOf(target).room;
      if (other === undefined || other === room || isContract(target)) continue;
      if (isTest(path) && target.endsWith('/server/module.ts')) continue;
      const declared = edges.has(`${room} -> ${other}`);
      if (isApi(target) && declared && /\/(server|cli)\//.test(path)) continue;
      findings.push({
        rule: 'doors',
        place: path,
        remedy: isApi(target)
          ? `calls ${other}'s api.ts without the edge "${room} -> ${other}" in ${EDGES_FILE}. First try an event or a registry; then declare the edge with its reason.`
          : `reaches ${target} past the doors of ${other}. Use its contract.ts, or server/api.ts along a declared edge.`,
      });
    }
  }
  return findings;
}

/** Edges are acyclic, carry a reason and are used. */
export function edgesDeclared(tree: SourceTree): Finding[] {
  const edges = readEdges(tree);
  const findings: Finding[] = [];
  for (const [edge, reason] of edges) {
    const [from = '', to = ''] = edge.split(' -> ');
    if (reason.trim().length < 20) findings.push(edgeFinding(edge, 'has no reason. Say in a sentence why an event will not do.'));
    if (reaches(edges, to, from)) findings.push(edgeFinding(edge, `closes a circle from ${to} back to ${from}. Turn one of them into an event.`));
    if (!edgeIsUsed(tree, from, to)) findings.push(edgeFinding(edge, 'is not used by any server file. Delete it.'));
  }
  return findings;
}

const edgeFinding = (edge: string, remedy: string): Finding => ({ rule: 'edges', place: `${EDGES_FILE}: "${edge}"`, remedy });

function reaches(edges: ReadonlyMap<string, string>, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...edges.keys()].some((edge) => {
    const [start, end] = edge.split(' -> ');
    return start === from && end !== undefined && reaches(edges, end, to, seen);
  });
}

function edgeIsUsed(tree: SourceTree, from: string, to: string): boolean {
  return [...tree.files.keys()].some(
    (path) => path.startsWith(`modules/${from}/server/`) && tree.importsOf(path).includes(`modules/${to}/server/api.ts`),
  );
}

/** Browser code never holds server code; contracts import only the schema library, the kernel, the words of all contracts and FHIR types. */
export function browserDoors(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  for (const path of tree.files.keys()) {
    if (!isScript(path) || isTest(path)) continue;
    const refuse = isContract(path) ? contractMayNot : isBrowser(path) ? browserMayNot : undefined;
    if (!refuse) continue;
    for (const target of [...tree.importsOf(path), ...tree.packagesOf(path).map((name) => `package:${name}`)]) {
      const remedy = refuse(path, target);
      if (remedy) findings.push({ rule: 'doors', place: path, remedy });
    }
  }
  return findings;
}

function contractMayNot(path: string, target: string): string | undefined {
  const allowed =
    target === 'package:zod' ||
    target.startsWith(path.replace(/contract.*$/, 'contract')) ||
    target.startsWith('platform/kernel/') ||
    target.startsWith(WORDS_OF_ALL) ||
    target.startsWith('fhir/types/');
  return allowed ? undefined : `a contract imports only zod, platform/kernel, platform/contract and fhir/types, not ${target}.`;
}

function browserMayNot(path: string, target: string): string | undefined {
  if (target.startsWith('package:node:')) return `browser code imports ${target.slice(8)}, which exists on the server only.`;
  if (target.startsWith('package:')) return undefined;
  const own = /^(modules\/[^/]+\/(?:web|portal)|apps\/workbench|apps\/portal|platform\/web)\//.exec(path)?.[1] ?? '';
  const shell = own.startsWith('apps/') && /^modules\/[^/]+\/(web|portal)\//.test(target);
  // A room has two faces, the workbench's and the portal's; one may show what the other shows (docs/decisions/0082).
  const room = /^(modules\/[^/]+)\/(?:web|portal)\//.exec(target)?.[1];
  const ownRoom = room !== undefined && path.startsWith(`${room}/`);
  const allowed =
    target.startsWith(`${own}/`) || ownRoom || isContract(target) || shell ||
    target.startsWith('fhir/types/') || target.startsWith('platform/kernel/') || target.startsWith('platform/web/');
  return allowed
    ? undefined
    : `browser code imports ${target}. It may use its own folder, its room's web and portal, any contract.ts, fhir/types, platform/kernel and platform/web; ask the server through an operation.`;
}
