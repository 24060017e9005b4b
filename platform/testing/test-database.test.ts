import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

describe('test database', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());

  it('runs as the application role', async () => {
    const [row] = await opened.database.query<{ name: string }>('select current_user as name');
    expect(row?.name).toBe('yigong_app');
  });

  it('keeps DDL from the application role', async () => {
    await expect(opened.database.execute('create table public.intruder (id int)')).rejects.toThrow(/permission denied/);
  });

  it('holds every migration', async () => {
    const [row] = await opened.owner.query<{ total: number }>('select count(*) as total from public.schema_migration');
    expect(row?.total).toBeGreaterThan(3);
  });
});
