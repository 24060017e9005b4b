import type { StateTable } from '#platform/kernel/state-table.ts';

export const specimenStates = ['registered', 'collected', 'packed', 'in-transit', 'received', 'rejected', 'analysing', 'resulted', 'stored', 'disposed'] as const;
export type SpecimenState = (typeof specimenStates)[number];
export const specimenActions = ['collect', 'pack', 'unpack', 'hand-over', 'receive', 'reject', 'analyse', 'result', 'store', 'dispose'] as const;
export type SpecimenAction = (typeof specimenActions)[number];

/** domain.md 4.11. In a laboratory of one's own house nothing is packed: what was collected is received. */
export const specimenTable: StateTable<SpecimenState, SpecimenAction> = {
  registered: { collect: 'collected' },
  collected: { pack: 'packed', receive: 'received', reject: 'rejected' },
  packed: { unpack: 'collected', 'hand-over': 'in-transit' },
  'in-transit': { receive: 'received', reject: 'rejected' },
  received: { analyse: 'analysing', reject: 'rejected' },
  rejected: { dispose: 'disposed' },
  analysing: { result: 'resulted', reject: 'rejected' },
  resulted: { store: 'stored' },
  stored: { dispose: 'disposed' },
  disposed: {},
};

/** Who moves: where it is collected, or the laboratory. */
export const actionParty: Readonly<Record<SpecimenAction, 'site' | 'laboratory'>> = { collect: 'site', pack: 'site', unpack: 'site', 'hand-over': 'site', receive: 'laboratory', reject: 'laboratory', analyse: 'laboratory', result: 'laboratory', store: 'laboratory', dispose: 'laboratory' };
/** Chosen on the specimen; the others come with its box or its results. */
export const handActions = ['collect', 'unpack', 'receive', 'reject', 'analyse', 'store', 'dispose'] as const;

export const rejectReasons = ['haemolysis', 'wrong-tube', 'label', 'late', 'volume', 'leak', 'temperature', 'clotted'] as const;

export const boxStates = ['open', 'in-transit', 'received'] as const;
export type BoxState = (typeof boxStates)[number];
export const boxTable: StateTable<BoxState, 'pack' | 'hand-over' | 'receive'> = { open: { pack: 'open', 'hand-over': 'in-transit' }, 'in-transit': { receive: 'received' }, received: {} };

/** Limits in °C, both ends included. */
export const temperatureClasses = { cold: [2, 8], room: [15, 25], frozen: [-80, -15] } as const;
export type TemperatureClass = keyof typeof temperatureClasses;
