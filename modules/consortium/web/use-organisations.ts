import { useMemo } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import { listOrganisationTree, type OrganisationNode } from '../contract/organisations.ts';

const FRESH_MS = 60_000;

/** The whole directory; one answer serves every screen of the room. */
export const useOrganisationTree = () => useOperation(listOrganisationTree, {}, { staleMs: FRESH_MS });

const NOBODY: ReadonlyMap<string, OrganisationNode> = new Map();

export function useOrganisationsById(): ReadonlyMap<string, OrganisationNode> {
  const { data } = useOrganisationTree();
  return useMemo(() => (data ? new Map(data.nodes.map((node) => [node.id, node])) : NOBODY), [data]);
}
