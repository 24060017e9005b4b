interface Node {
  readonly id: string;
  readonly parentId: string | null;
}

/**
 * The sites of each member: itself and all below it, without what lies below another member. So no case counts for two members, and a hospital does not
 * answer for the township that is assessed under it.
 */
export function sitesByMember(nodes: readonly Node[], memberIds: ReadonlySet<string>): Map<string, string[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const sites = new Map([...memberIds].map((id) => [id, [] as string[]]));
  for (const { id } of nodes) {
    let at: Node | undefined = byId.get(id);
    for (let steps = 0; at !== undefined && !memberIds.has(at.id) && steps <= nodes.length; steps += 1) at = at.parentId === null ? undefined : byId.get(at.parentId);
    if (at !== undefined && memberIds.has(at.id)) sites.get(at.id)!.push(id);
  }
  return sites;
}
