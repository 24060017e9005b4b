import type { WorldSize } from './types.ts';

export interface SizeSettings {
  readonly households: number;
  readonly residents: number;
  /** Lattice of map cells; columns × rows = seat + townships + villages. */
  readonly columns: number;
  readonly rows: number;
  readonly seatAreas: number;
  readonly townships: number;
  readonly communityCentres: number;
  readonly privateHospitals: number;
  readonly privateClinics: number;
  /** Of the registered beds, those a ward shows. Demo has the beds of a small county but the people of one village, who fill few. */
  readonly shareOfBedsPooled: number;
  readonly beds: { readonly lead: number; readonly tcm: number; readonly maternalChild: number; readonly township: number; readonly privateHospital: number };
}

/** `county` is an average county-level unit of facts.csv: 474,069 people, 11.3 township centres, 195.4 village rooms, 7.23 beds per 1,000. */
export const SIZES: Readonly<Record<WorldSize, SizeSettings>> = {
  demo: {
    households: 1185,
    residents: 3000,
    columns: 7,
    rows: 4,
    seatAreas: 4,
    townships: 4,
    communityCentres: 1,
    privateHospitals: 1,
    privateClinics: 1,
    shareOfBedsPooled: 0.3,
    beds: { lead: 240, tcm: 90, maternalChild: 40, township: 24, privateHospital: 30 },
  },
  county: {
    households: 186_600,
    residents: 474_000,
    columns: 20,
    rows: 11,
    seatAreas: 14,
    townships: 11,
    communityCentres: 2,
    privateHospitals: 2,
    privateClinics: 6,
    shareOfBedsPooled: 1,
    beds: { lead: 1500, tcm: 620, maternalChild: 240, township: 45, privateHospital: 210 },
  },
};

/** Where people live: census 2020, national: 36.11 % rural. */
export const SHARE_VILLAGE = 0.361;
export const SHARE_TOWN = 0.24;
