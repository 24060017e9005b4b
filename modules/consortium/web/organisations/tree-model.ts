import type { OrganisationNode } from '../../contract/organisations.ts';

export interface TreeFilter {
  readonly words: string;
  readonly level?: string | undefined;
  readonly ownership?: string | undefined;
}

export interface TreeRow {
  readonly node: OrganisationNode;
  /** 1 at the top, as `aria-level`. */
  readonly depth: number;
  /** Undefined for a leaf. */
  readonly expanded: boolean | undefined;
  /** Place among its siblings from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  /** Fits the filter itself; false for one shown because something below it fits. */
  readonly fits: boolean;
}

const ROOT = '';

/** The rows to draw, from the top down. Under a filter, what fits and everything above it is open. */
export function treeRows(nodes: readonly OrganisationNode[], filter: TreeFilter, open: ReadonlySet<string>): TreeRow[] {
  const byParent = childrenOf(nodes);
  const filtering = filter.words !== '' || filter.level !== undefined || filter.ownership !== undefined;
  const shown = filtering ? shownBy(nodes, filter) : undefined;
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  const walk = (parent: string, depth: number): void => {
    const children = (byParent.get(parent) ?? []).filter((node) => shown === undefined || shown.has(node.id));
    children.forEach((node, index) => {
      if (seen.has(node.id)) return;
      seen.add(node.id);
      const below = (byParent.get(node.id) ?? []).some((child) => shown === undefined || shown.has(child.id));
      const expanded = below ? shown !== undefined || open.has(node.id) : undefined;
      rows.push({ node, depth, expanded, position: index + 1, siblings: children.length, fits: shown?.get(node.id) ?? true });
      if (expanded) walk(node.id, depth + 1);
    });
  };
  walk(ROOT, 1);
  return rows;
}

/** Ids open at first: the two highest levels of the tree. */
export function openAtFirst(nodes: readonly OrganisationNode[]): Set<string> {
  const byParent = childrenOf(nodes);
  const roots = byParent.get(ROOT) ?? [];
  return new Set(roots.flatMap((root) => [root.id, ...(byParent.get(root.id) ?? []).map((child) => child.id)]));
}

/** Everything above `id`, so that it can be seen. */
export function ancestorsOf(nodes: readonly OrganisationNode[], id: string): string[] {
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]));
  const found: string[] = [];
  for (let at = parents.get(id); at && !found.includes(at); at = parents.get(at)) found.push(at);
  return found;
}

function childrenOf(nodes: readonly OrganisationNode[]): Map<string, OrganisationNode[]> {
  const known = new Set(nodes.map((node) => node.id));
  const byParent = new Map<string, OrganisationNode[]>();
  for (const node of nodes) {
    const parent = node.parentId !== null && known.has(node.parentId) ? node.parentId : ROOT;
    byParent.set(parent, [...(byParent.get(parent) ?? []), node]);
  }
  return byParent;
}

/** Id → whether it fits itself. */
function shownBy(nodes: readonly OrganisationNode[], filter: TreeFilter): Map<string, boolean> {
  const words = filter.words.toLowerCase();
  const shown = new Map<string, boolean>();
  for (const node of nodes) {
    const fits =
      (words === '' || `${node.name} ${node.pinyin}`.toLowerCase().includes(words)) &&
      (filter.level === undefined || node.level === filter.level) &&
      (filter.ownership === undefined || node.ownership === filter.ownership);
    if (!fits) continue;
    shown.set(node.id, true);
    for (const above of ancestorsOf(nodes, node.id)) if (!shown.has(above)) shown.set(above, false);
  }
  return shown;
}

export type TreeStep = { readonly go: string } | { readonly toggle: string } | { readonly choose: string } | undefined;

const PAGE_ROWS = 10;

/** What a key does in a tree, as WAI-ARIA describes it. */
export function treeStep(rows: readonly TreeRow[], active: string | undefined, key: string): TreeStep {
  const at = Math.max(0, rows.findIndex((row) => row.node.id === active));
  const row = rows[at];
  if (row === undefined) return undefined;
  const go = (index: number): TreeStep => ({ go: rows[Math.max(0, Math.min(rows.length - 1, index))]!.node.id });
  if (key === 'ArrowDown') return go(at + 1);
  if (key === 'ArrowUp') return go(at - 1);
  if (key === 'PageDown') return go(at + PAGE_ROWS);
  if (key === 'PageUp') return go(at - PAGE_ROWS);
  if (key === 'Home') return go(0);
  if (key === 'End') return go(rows.length - 1);
  if (key === 'Enter' || key === ' ') return { choose: row.node.id };
  if (key === 'ArrowRight' && row.expanded !== undefined) return row.expanded ? go(at + 1) : { toggle: row.node.id };
  if (key === 'ArrowLeft') return row.expanded === true ? { toggle: row.node.id } : stepUp(rows, at);
  return undefined;
}

function stepUp(rows: readonly TreeRow[], at: number): TreeStep {
  const depth = rows[at]!.depth;
  for (let index = at - 1; index >= 0; index -= 1) if (rows[index]!.depth < depth) return { go: rows[index]!.node.id };
  return undefined;
}
