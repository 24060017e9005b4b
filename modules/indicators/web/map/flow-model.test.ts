import { expect, it } from 'vitest';
import type { OrganisationNode } from '#modules/consortium/contract/organisations.ts';
import { drawFlows, sharesOf, type Flow } from './flow-model.ts';

const node = (id: string, more: object = {}) => ({ id, name: id, level: 'township', kind: 'township-hospital', ownership: 'public', state: 'active', bedCount: 0, longitude: 112 + id.charCodeAt(0) / 100, latitude: 28 + id.charCodeAt(0) / 200, ...more }) as unknown as OrganisationNode;
const flow = (fromOrganisationId: string, toOrganisationId: string | null, submitted: number): Flow => ({ fromOrganisationId, toOrganisationId, direction: 'up', submitted });
const coverage = { on: '2026-01-01', population: 0, coveredPopulation: 0, uncoveredPopulation: 0, overlapPopulation: 0, uncoveredAreas: 0, overlapAreas: 0, grids: [], areas: [] };

it('the width of a flow follows its count, ways there and back part, and one without a place is not drawn', () => {
  const drawing = drawFlows({ coverage, nodes: [node('a'), node('c'), node('e', { longitude: null })], flows: [flow('a', 'c', 10), flow('c', 'a', 5), flow('a', 'e', 3), flow('a', null, 1)] })!;
  expect(drawing.flows.map(({ key, width }) => [key, width])).toEqual([['a|c|up', 14], ['c|a|up', 7], ['a||up', 1.5]]);
  const [there, back] = drawing.flows.map(({ path }) => /Q([\d.-]+),([\d.-]+)/.exec(path)!.slice(1).join());
  expect(there).not.toBe(back);
});

it('a village is drawn where something flows; without places there is no drawing', () => {
  const nodes = [node('a'), node('c', { level: 'village' }), node('e', { level: 'village' })];
  expect(drawFlows({ coverage, nodes, flows: [flow('c', 'a', 2)] })!.sites.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(drawFlows({ coverage, nodes: [], flows: [] })).toBeUndefined();
});

it('shades run from the lowest to the highest value', () => {
  const site = (organisationId: string, value: string | null) => ({ organisationId, name: organisationId, level: 'township', cells: [{ indicatorId: 'C07', value, rank: null, of: 2 }] });
  expect([...sharesOf([site('a', '10'), site('b', '30'), site('c', null), site('d', '20')], 'C07')!.shares]).toEqual([['a', 0], ['b', 1], ['d', 0.5]]);
  expect(sharesOf([site('a', '10'), site('c', null)], 'C07')).toBeUndefined();
});
