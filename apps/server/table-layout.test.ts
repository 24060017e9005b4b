import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';
import { TABLE_LAYOUT } from './table-layout.ts';

const schema = readFileSync(join(projectRoot(), 'platform/database/schema.sql'), 'utf8');
const blocks = schema.split(/\n{2,}/).filter((block) => block.startsWith('table '));
const tableOf = (block: string): string => /^table (\S+)/.exec(block)![1]!;

describe('layout on several machines', () => {
  it('says of every table of the schema where it lies, once', () => {
    const listed = TABLE_LAYOUT.map(({ table }) => table);
    const missing = blocks.map(tableOf).filter((table) => !listed.includes(table));
    expect(missing, 'add them to apps/server/table-layout.ts').toEqual([]);
    expect(listed.filter((table) => !blocks.map(tableOf).includes(table))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('spreads only by a column that may not be null, and no uniqueness lacks it', () => {
    for (const { table, placement } of TABLE_LAYOUT) {
      if (placement.kind !== 'distributed') continue;
      const block = blocks.find((each) => tableOf(each) === table)!;
      expect(block, table).toMatch(new RegExp(`^  ${placement.by} \\S.* not null`, 'm'));
      const unique = [...block.matchAll(/(?:PRIMARY KEY|UNIQUE)[^(]*\(([^)]*)\)|CREATE UNIQUE INDEX[^(]*\(([^)]*)\)/g)];
      for (const [text, constraint, index] of unique) {
        const columns = text.startsWith('PRIMARY KEY') && placement.primaryKey ? placement.primaryKey : (constraint ?? index)!.split(', ');
        expect(columns, `${table}: ${text}`).toContain(placement.by);
      }
    }
  });

  it('spreads everything of the repository that carries the person, and nothing twice', () => {
    const carrying = blocks.filter((block) => block.startsWith('table fhir.') && /^  person_key /m.test(block)).map(tableOf);
    const distributed = TABLE_LAYOUT.filter(({ placement }) => placement.kind === 'distributed').map(({ table }) => table);
    expect(distributed.sort()).toEqual(carrying.sort());
  });
});
