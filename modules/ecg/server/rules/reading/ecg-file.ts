const ecgFormats = ['aecg', 'scp', 'dicom', 'sierra', 'pdf'] as const;
export type EcgFormat = (typeof ecgFormats)[number];

/** One channel as the device wrote it: microvolts = sample × `microvoltsPerUnit` + `offsetMicrovolts`. */
export interface EcgLead {
  /** I, II, III, aVR, aVL, aVF, V1 … V9, V2R …, X, Y, Z, or the name that the file gives. */
  readonly name: string;
  readonly microvoltsPerUnit: number;
  readonly offsetMicrovolts: number;
  readonly samples: Int32Array;
  /** Samples that the file says were not recorded; null where there are none. */
  readonly missing: readonly number[] | null;
}

/** Leads that share a clock. `rhythm` is what was recorded; `median` is the representative beat that the device made of it. */
export interface EcgStrip {
  readonly kind: 'rhythm' | 'median';
  /** Samples a second. */
  readonly sampleRate: number;
  /** Where the strip begins, after the start of the first one. */
  readonly startMs: number;
  readonly leads: readonly EcgLead[];
}

export interface EcgPatient {
  readonly id: string | null;
  readonly name: string | null;
  readonly sex: 'male' | 'female' | 'unknown';
  /** YYYY-MM-DD. */
  readonly birthDate: string | null;
  readonly ageYears: number | null;
}

export interface EcgDevice {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly software: string | null;
  readonly institution: string | null;
}

/** What the device filtered before it wrote; in Hz. */
export interface EcgFilters {
  readonly highPass: number | null;
  readonly lowPass: number | null;
  readonly notch: number | null;
}

/** Measured by the device; milliseconds, beats a minute, degrees. Null where it says nothing or could not measure. */
export interface EcgMeasures {
  readonly rate: number | null;
  readonly rr: number | null;
  readonly p: number | null;
  readonly pr: number | null;
  readonly qrs: number | null;
  readonly qt: number | null;
  readonly qtc: number | null;
  readonly pAxis: number | null;
  readonly qrsAxis: number | null;
  readonly tAxis: number | null;
}

/** A wave that the device marked, in ms from the start of the first rhythm strip. */
export interface EcgMark {
  readonly wave: 'P' | 'QRS' | 'T';
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

export interface EcgFile {
  readonly format: EcgFormat;
  readonly version: string | null;
  /** The number that the document bears. */
  readonly documentId: string | null;
  /** Number of the order, as the device was told. */
  readonly orderNumber: string | null;
  /** YYYY-MM-DDTHH:MM:SS, with the zone where the file gives one; the device's clock otherwise. */
  readonly recordedAt: string | null;
  readonly patient: EcgPatient;
  readonly device: EcgDevice;
  readonly filters: EcgFilters;
  readonly measures: EcgMeasures;
  /** What the device concluded, as it wrote it. */
  readonly statements: readonly string[];
  readonly marks: readonly EcgMark[];
  readonly strips: readonly EcgStrip[];
  /** What a reader should know: checksums that are not right, parts left out. */
  readonly warnings: readonly EcgWarning[];
}

export type EcgWarning = 'checksum-not-kept' | 'bimodal-interpolated' | 'uneven-leads' | 'unknown-lead' | 'digits-cut';

export const NO_PATIENT: EcgPatient = { id: null, name: null, sex: 'unknown', birthDate: null, ageYears: null };
export const NO_DEVICE: EcgDevice = { manufacturer: null, model: null, serial: null, software: null, institution: null };
export const NO_FILTERS: EcgFilters = { highPass: null, lowPass: null, notch: null };
export const NO_MEASURES: EcgMeasures = { rate: null, rr: null, p: null, pr: null, qrs: null, qt: null, qtc: null, pAxis: null, qrsAxis: null, tAxis: null };

/** Limits of one file. A day at 500/s in 12 leads is not a resting ECG. */
export const FILE_BYTES_MAX = 24 * 1024 * 1024;
export const LEADS_MAX = 64;
export const STRIPS_MAX = 64;
export const SAMPLES_MAX = 1_500_000;
