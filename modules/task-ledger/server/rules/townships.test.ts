import { describe, expect, it } from 'vitest';
import type { Organization } from '#fhir/types/resources.gen.ts';
import { countByTownship, townshipOf, type Participation } from './townships.ts';

const place = (id: string, kind: string, parent?: string): [string, Organization] => [
  id, { resourceType: 'Organization', id, name: `名${id}`, type: [id === 'b' ? { text: kind } : { coding: [{ code: kind }] }], ...(parent === undefined ? {} : { partOf: { reference: `Organization/${parent}` } }) },
];
const directory = new Map([
  place('county', 'hospital'), place('a', 'township-hospital', 'county'), place('a1', 'village-room', 'a'), place('a2', 'village-room', 'a'), place('b', 'township-hospital', 'county'), place('c', 'community-centre', 'county'), place('c1', 'community-station', 'c'),
  place('private', 'private-hospital', 'county'), place('round', 'village-room', 'trip'), place('trip', 'village-room', 'round'),
]);
const part = (taskId: string, organisationId: string, more: Partial<Participation> = {}): Participation => ({ taskId, organisationId, leads: false, state: 'in-progress', light: 'green', ...more });

it.each([['a', 'a'], ['a1', 'a'], ['b', 'b'], ['c1', 'c'], ['county', undefined], ['private', undefined], ['unknown', undefined], ['round', undefined]])('%s stands in the territory of %s', (id, township) => {
  expect(townshipOf(id, directory)?.id).toBe(township);
});

describe('the count of a township', () => {
  it('has each task once, however many of its sites take part, and counts as leading what any of them leads', () => {
    const rows = countByTownship([part('t1', 'a'), part('t1', 'a1', { leads: true }), part('t1', 'a2'), part('t2', 'a2', { state: 'done' }), part('t3', 'b', { light: 'red' }), part('t3', 'county', { leads: true }), part('t4', 'private')], directory);
    expect(rows).toEqual([
      { organisationId: 'a', name: '名a', total: 2, leading: 1, done: 1, green: 2, amber: 0, red: 0, grey: 0 },
      { organisationId: 'b', name: '名b', total: 1, leading: 0, done: 0, green: 0, amber: 0, red: 1, grey: 0 },
    ]);
  });
  it('is no count where no township takes part', () => expect(countByTownship([part('t1', 'county', { leads: true })], directory)).toEqual([]));
});
