/** What the arithmetic rests on; each with its source. `measured` figures can be replaced by those of `npm run bench -- --json`. */
export interface Inputs {
  /** Resources that a resident's care writes a year. */
  readonly resourcesPerResidentYear: number;
  readonly yearsKept: number;
  readonly bytesPerResource: number;
  /** Core seconds of the database and the server together, one operation. */
  readonly writeCoreSeconds: number;
  readonly readCoreSeconds: number;
  readonly searchCoreSeconds: number;
  readonly readsPerWrite: number;
  readonly searchesPerWrite: number;
  /** Of searches, those that name no person and so ask every worker. */
  readonly fanOutShare: number;
  readonly workdays: number;
  readonly peakHourShare: number;
  /** Tables that stay on the coordinator, and what is copied to every machine, bytes a resident. */
  readonly coordinatorBytesPerResident: number;
  readonly copiedBytesPerResident: number;
  readonly auditBytesPerOperation: number;
  readonly auditYears: number;
  /** Spread of how busy residents' records are: sigma of a lognormal distribution. */
  readonly skewSigma: number;
}

export const INPUTS: Inputs = {
  // Assumed: about 7 visits of 12 resources, 0.2 admissions of 150, 10 public health records.
  resourcesPerResidentYear: 120,
  yearsKept: 5,
  // Measured 2026-11-23 on one machine (docs/guide/bench.md): Observations of 1.5 kB, indexes included.
  bytesPerResource: 2_446,
  // Measured there over HTTP on 2 cores, which the clients shared: transactions of 30 resources, read by id, newest 20 of a person and code.
  writeCoreSeconds: 2 / 6_012,
  readCoreSeconds: 2 / 5_678,
  searchCoreSeconds: 2 / 2_091,
  readsPerWrite: 4,
  searchesPerWrite: 2,
  fanOutShare: 0.03,
  workdays: 300,
  peakHourShare: 0.15,
  // Measured in the demonstration of 2,999 residents: residents, referral, scheduling and audit apart.
  coordinatorBytesPerResident: 4_000,
  // Measured there: access.record_basis 696 bytes a row, 3.2 rows a resident.
  copiedBytesPerResident: 2_250,
  auditBytesPerOperation: 350,
  auditYears: 1,
  skewSigma: 1.2,
};

/** A machine of a cluster; stated, not measured. */
export const MACHINE = {
  cores: 16,
  bytes: 8e12,
  /** Disk and cores are planned to be used no further. */
  diskShareMax: 0.7,
  coreShareMax: 0.5,
  /** One move of a shard; several run at once, one for each pair of machines. */
  moveBytesPerSecond: 150e6,
  /** Coordinator's cores for one statement sent on: planning and passing rows. */
  routeCoreSeconds: 0.000_15,
  /** Seconds on the wire, there and back. */
  hopSeconds: 0.000_5,
} as const;

interface BenchLine {
  readonly what?: string;
  readonly unit?: string;
  readonly ours?: number;
}

/** The inputs with the measured rates of a bench run in their place; lines that are not there leave the stated figure. */
export function withBench(inputs: Inputs, bench: { readonly cpus?: number; readonly lines?: readonly BenchLine[] }): Inputs {
  const cores = bench.cpus ?? 2;
  const rate = (pattern: RegExp, unit: string): number | undefined => bench.lines?.find((line) => pattern.test(line.what ?? '') && line.unit === unit)?.ours;
  const seconds = (found: number | undefined, stated: number): number => (found === undefined || found <= 0 ? stated : cores / found);
  return {
    ...inputs,
    writeCoreSeconds: seconds(rate(/^transaction/, 'resources/s'), inputs.writeCoreSeconds),
    readCoreSeconds: seconds(rate(/^read/, 'requests/s'), inputs.readCoreSeconds),
    searchCoreSeconds: seconds(rate(/^search/, 'requests/s'), inputs.searchCoreSeconds),
    bytesPerResource: rate(/text of 1.5 kB/, 'bytes') ?? inputs.bytesPerResource,
  };
}
