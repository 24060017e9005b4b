import { readdirSync, readFileSync } from 'node:fs';

/** Processor time used so far, in microseconds; counts what was done, whatever else the machine does. */
export interface CpuTime {
  readonly server: number;
  readonly database: number;
  readonly client: number;
}

/** USER_HZ of every Linux that Node runs on. */
const TICK_US = 10_000;

/** What each process of a database has used, also of those that have ended since (autovacuum): otherwise their time would be taken off again. */
const seenBelow = new Map<number, Map<number, number>>();

interface Process {
  readonly parent: number;
  readonly isDatabase: boolean;
  readonly us: number;
}

/** Of the server with its workers, of the PostgreSQL below it and of this process; zeros where there is no /proc. */
export function cpuTime(serverPid: number): CpuTime {
  const processes = readProcesses();
  const isBelow = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent ?? 0;
    return parent === serverPid || (parent > 1 && isBelow(parent));
  };
  const seen = seenBelow.get(serverPid) ?? new Map<number, number>();
  seenBelow.set(serverPid, seen);
  let server = processes.get(serverPid)?.us ?? 0;
  for (const [pid, { us, isDatabase }] of processes) {
    if (!isBelow(pid)) continue;
    if (isDatabase) seen.set(pid, us);
    else server += us;
  }
  const { user, system } = process.cpuUsage();
  return { server, database: [...seen.values()].reduce((sum, us) => sum + us, 0), client: user + system };
}

/** proc(5): after the name in brackets come state, parent, …; 12 and 13 are user and system time, 14 and 15 those of ended children. */
function readProcesses(): Map<number, Process> {
  const processes = new Map<number, Process>();
  for (const name of list('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      processes.set(Number(name), { parent: Number(fields[1]), isDatabase: stat.includes('(postgres)'), us: (Number(fields[11]) + Number(fields[12])) * TICK_US });
    } catch {
      // Ended between the listing and the reading.
    }
  }
  return processes;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
