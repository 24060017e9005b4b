import { expect, it } from 'vitest';
import { sitesByMember } from './sites.ts';

it('gives each site to the nearest member above it, and to nobody else', () => {
  const nodes = [['office', null], ['lead', 'office'], ['ward', 'lead'], ['town', 'lead'], ['village', 'town'], ['other', 'office']].map(([id, parentId]) => ({ id: id!, parentId: parentId ?? null }));
  expect(Object.fromEntries(sitesByMember(nodes, new Set(['lead', 'town'])))).toEqual({ lead: ['lead', 'ward'], town: ['town', 'village'] });
});
