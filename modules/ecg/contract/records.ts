import { z } from 'zod';

export const ecgFormatNames = ['aecg', 'scp', 'dicom', 'sierra', 'pdf'] as const;
const suggestionNames = ['bradycardia', 'tachycardia', 'irregular', 'long-pr', 'wide-qrs', 'long-qtc', 'short-qtc', 'left-axis', 'right-axis', 'pause'] as const;

/** Milliseconds, beats a minute, degrees. */
const measuresSchema = z.object({
  rate: z.number().nullable(), rr: z.number().nullable(), p: z.number().nullable(), pr: z.number().nullable(), qrs: z.number().nullable(), qt: z.number().nullable(), qtc: z.number().nullable(),
  pAxis: z.number().nullable(), qrsAxis: z.number().nullable(), tAxis: z.number().nullable(),
});
export type Measures = z.infer<typeof measuresSchema>;

export const ecgRecordSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  /** Null until the record is matched to a resident. */
  personId: z.string().nullable(),
  format: z.enum(ecgFormatNames),
  version: z.string().nullable(),
  fileName: z.string(),
  sha256: z.string(),
  byteCount: z.number(),
  /** By the clock of the device, as it wrote it; without zone where it gave none. */
  recordedAt: z.string().nullable(),
  storedAt: z.string(),
  storedByName: z.string(),
  orderNumber: z.string().nullable(),
  /** As it stands in the file. */
  patientName: z.string().nullable(),
  patientId: z.string().nullable(),
  patientSex: z.enum(['male', 'female', 'unknown']),
  patientBirthDate: z.string().nullable(),
  patientAge: z.number().nullable(),
  device: z.string().nullable(),
  leadNames: z.array(z.string()),
  sampleRate: z.number().nullable(),
  durationMs: z.number().nullable(),
  /** Measured by the device. */
  measures: measuresSchema,
  /** A suggestion of this machine. */
  suggested: measuresSchema.nullable(),
  suggestions: z.array(z.enum(suggestionNames)),
  observationId: z.string().nullable(),
  documentId: z.string().nullable(),
});
export type EcgCard = z.infer<typeof ecgRecordSchema>;

const stripSchema = z.object({
  kind: z.enum(['rhythm', 'median']),
  sampleRate: z.number(),
  startMs: z.number(),
  /** Microvolts = sample × microvoltsPerUnit + offsetMicrovolts. */
  leads: z.array(z.object({ name: z.string(), microvoltsPerUnit: z.number(), offsetMicrovolts: z.number(), samples: z.array(z.number()) })),
});
export type Strip = z.infer<typeof stripSchema>;

const changeSchema = z.object({ measure: z.enum(['rate', 'pr', 'qrs', 'qt', 'qtc', 'qrsAxis']), before: z.number(), now: z.number(), isNotable: z.boolean() });
export type Change = z.infer<typeof changeSchema>;

export const ecgDetailSchema = z.object({
  record: ecgRecordSchema,
  strips: z.array(stripSchema),
  /** What the device wrote under the paper. */
  statements: z.array(z.string()),
  warnings: z.array(z.string()),
  filters: z.object({ highPass: z.number().nullable(), lowPass: z.number().nullable(), notch: z.number().nullable() }),
  /** R of each beat that this machine found, ms from the start. */
  beats: z.array(z.number()),
  qtcFridericia: z.number().nullable(),
  /** Other records of the person that the asker may see, newest first. */
  others: z.array(ecgRecordSchema),
  /** Against the record before: what changed by more than measuring scatters is notable. */
  changes: z.array(changeSchema),
  previousId: z.string().nullable(),
});
export type EcgDetail = z.infer<typeof ecgDetailSchema>;
