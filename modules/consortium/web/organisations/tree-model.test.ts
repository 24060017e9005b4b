import { describe, expect, test } from 'vitest';
import type { OrganisationNode } from '../../contract/organisations.ts';
import { ancestorsOf, openAtFirst, treeRows, treeStep } from './tree-model.ts';

const node = (id: string, parentId: string | null, more: Partial<OrganisationNode> = {}): OrganisationNode => ({
  id, parentId, name: id, pinyin: id, level: 'township', kind: 'township-hospital', ownership: 'public', state: 'active', longitude: null, latitude: null,
  bedCount: 0, leads: false, ...more,
});
const NODES = [node('bureau', null), node('office', 'bureau'), node('town', 'office'), node('village', 'town', { level: 'village', ownership: 'private' }), node('stray', 'gone')];
const ids = (rows: ReturnType<typeof treeRows>) => rows.map((row) => `${row.depth}${row.node.id}`);

describe('the organisation tree', () => {
  test('shows what is open, and whatever has no known parent at the top', () => {
    expect(ids(treeRows(NODES, { words: '' }, openAtFirst(NODES)))).toEqual(['1bureau', '2office', '3town', '1stray']);
  });
  test('a search opens everything above what fits and says which row fits itself', () => {
    const rows = treeRows(NODES, { words: 'VILL' }, new Set());
    expect(ids(rows)).toEqual(['1bureau', '2office', '3town', '4village']);
    expect(rows.map((row) => row.fits)).toEqual([false, false, false, true]);
  });
  test('filters by level and ownership together', () => {
    expect(treeRows(NODES, { words: '', level: 'township', ownership: 'private' }, new Set())).toEqual([]);
  });
  test('a circle of parents ends', () => {
    const circle = [node('a', 'b'), node('b', 'a')];
    expect(ancestorsOf(circle, 'a')).toEqual(['b', 'a']);
    expect(treeRows(circle, { words: 'a' }, new Set())).toEqual([]);
  });
  test('keys move, open, close and choose', () => {
    const rows = treeRows(NODES, { words: '' }, openAtFirst(NODES));
    expect(treeStep(rows, 'office', 'ArrowDown')).toEqual({ go: 'town' });
    expect(treeStep(rows, 'town', 'ArrowRight')).toEqual({ toggle: 'town' });
    expect(treeStep(rows, 'town', 'ArrowLeft')).toEqual({ go: 'office' });
    expect(treeStep(rows, 'office', 'ArrowLeft')).toEqual({ toggle: 'office' });
    expect(treeStep(rows, 'stray', 'ArrowDown')).toEqual({ go: 'stray' });
    expect(treeStep(rows, 'stray', 'Enter')).toEqual({ choose: 'stray' });
    expect(treeStep([], undefined, 'Home')).toBeUndefined();
  });
});
