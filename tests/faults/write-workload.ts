import { openDatabase } from '#platform/database/pool.ts';

/** Writers that remember every row whose COMMIT was acknowledged. */
export interface Workload {
  readonly acknowledged: readonly number[];
  /** Ends the writers; a broken connection ends them too. */
  stop(): Promise<void>;
}

export async function startWorkload(connectionString: string, writers = 4): Promise<Workload> {
  const database = openDatabase({ connectionString, as: 'owner', connectionsMax: writers });
  await database.execute('create table if not exists public.fault_row (id bigint primary key, half int not null)');
  const acknowledged: number[] = [];
  let next = Date.now() * 1000;
  let stopped = false;
  const write = async (): Promise<void> => {
    while (!stopped) {
      const id = next;
      next += 1;
      await database.transaction(async (tx) => {
        await tx.execute('insert into public.fault_row (id, half) values ($1, 1)', [id]);
        await tx.execute('update public.fault_row set half = 2 where id = $1', [id]);
      });
      acknowledged.push(id);
    }
  };
  const running = Promise.allSettled(Array.from({ length: writers }, write));
  return {
    acknowledged,
    stop: async () => {
      stopped = true;
      await running;
      await database.end();
    },
  };
}

/** What of a workload the database holds now. */
export async function checkWorkload(connectionString: string, ids: readonly number[]): Promise<{ missing: number; halfWritten: number }> {
  const database = openDatabase({ connectionString, as: 'owner', connectionsMax: 1 });
  try {
    const found = await database.query<{ id: number }>('select id from public.fault_row where id = any ($1::bigint[])', [ids]);
    const [half] = await database.query<{ total: number }>('select count(*) as total from public.fault_row where half <> 2');
    return { missing: ids.length - found.length, halfWritten: half?.total ?? 0 };
  } finally {
    await database.end();
  }
}
