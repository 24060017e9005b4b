import { MACHINE, type Inputs } from './inputs.ts';

export interface GrowthPlan {
  readonly residents: number;
  readonly resources: number;
  readonly bytes: number;
  /** A second in the peak hour. */
  readonly writes: number;
  readonly reads: number;
  readonly searches: number;
  readonly shards: number;
  readonly workers: number;
  /** What decided the number of workers. */
  readonly by: 'disk' | 'cores' | 'one machine';
  readonly bytesPerShard: number;
  readonly coordinatorBytes: number;
  readonly copiedBytes: number;
  readonly auditBytes: number;
  /** Hours until one more worker, or half as many again, carry their share. */
  readonly hoursToAddOne: number;
  readonly hoursToGrowByHalf: number;
}

const SHARDS_MIN = 64;

export function planFor(residents: number, inputs: Inputs): GrowthPlan {
  const resources = residents * inputs.resourcesPerResidentYear * inputs.yearsKept;
  const bytes = resources * inputs.bytesPerResource;
  const writes = (residents * inputs.resourcesPerResidentYear * inputs.peakHourShare) / inputs.workdays / 3600;
  const [reads, searches] = [writes * inputs.readsPerWrite, writes * inputs.searchesPerWrite];
  const copiedBytes = residents * inputs.copiedBytesPerResident;
  const coreSeconds = writes * inputs.writeCoreSeconds + reads * inputs.readCoreSeconds + searches * inputs.searchCoreSeconds;
  const byDisk = Math.ceil(bytes / (MACHINE.bytes * MACHINE.diskShareMax - copiedBytes));
  const byCores = Math.ceil(coreSeconds / (MACHINE.cores * MACHINE.coreShareMax));
  const workers = Math.max(byDisk, byCores);
  const shards = workers === 1 ? 1 : Math.max(SHARDS_MIN, 2 ** Math.ceil(Math.log2(workers * 16)));
  const operations = (writes / 10 + reads + searches) * (3600 / inputs.peakHourShare) * inputs.workdays;
  return {
    residents, resources, bytes, writes, reads, searches, shards, workers,
    by: workers === 1 ? 'one machine' : byDisk >= byCores ? 'disk' : 'cores',
    bytesPerShard: bytes / shards,
    coordinatorBytes: residents * inputs.coordinatorBytesPerResident,
    copiedBytes,
    auditBytes: operations * inputs.auditBytesPerOperation * inputs.auditYears,
    hoursToAddOne: hoursToAdd(bytes, workers, 1),
    hoursToGrowByHalf: hoursToAdd(bytes, workers, Math.ceil(workers / 2)),
  };
}

/** The share of the new machines flows to them, each taking one shard after the other. */
function hoursToAdd(bytes: number, workers: number, added: number): number {
  const moved = (bytes * added) / (workers + added);
  return moved / (added * MACHINE.moveBytesPerSecond) / 3600;
}
