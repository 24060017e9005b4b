import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { normaliseInput } from '#platform/kernel/text.ts';

/** Text as typed on a Chinese keyboard: full-width signs become half-width, ends trimmed. */
export const typed = (lengthMax: number) => z.string().transform(normaliseInput).pipe(z.string().max(lengthMax));
export const required = (lengthMax: number) => z.string().transform(normaliseInput).pipe(z.string().min(1, '请填写 | Required').max(lengthMax));
export const calendarDate = z
  .string()
  .transform(normaliseInput)
  .refine(isCalendarDate, '应为真实存在的日期 YYYY-MM-DD | Must be a real date YYYY-MM-DD');
export const instant = z.iso.datetime({ offset: true });

/** Numbers may arrive as text with full-width digits. */
export const measured = (min: number, max: number) =>
  z
    .union([z.number(), z.string()])
    .transform((value) => (typeof value === 'number' ? value : Number(normaliseInput(value) || Number.NaN)))
    .pipe(z.number({ error: '应为数字 | Must be a number' }).min(min).max(max));

/** `140／90` typed full-width is accepted; anything that is not a pressure is refused, never dropped (mmHg). */
export const bloodPressure = z
  .string()
  .transform((text) => normaliseInput(text).replace(/\s/g, ''))
  .refine((text) => /^\d{2,3}\/\d{2,3}$/.test(text), '血压应写成 140/90 | Blood pressure is written 140/90')
  .refine((text) => {
    const [systolic, diastolic] = text.split('/').map(Number);
    return systolic! >= 40 && systolic! <= 320 && diastolic! >= 20 && diastolic! <= 220 && systolic! > diastolic!;
  }, '血压数值不合理，请核对 | Not a plausible blood pressure');

export const vitalsSchema = z.object({
  bloodPressure: bloodPressure.optional(),
  /** per minute */
  pulse: measured(0, 300).optional(),
  /** per minute */
  respiration: measured(0, 120).optional(),
  /** °C */
  temperature: measured(25, 45).optional(),
  /** percent */
  oxygenSaturation: measured(20, 100).optional(),
  /** Glasgow coma scale, 3–15 */
  comaScale: measured(3, 15).optional(),
  /** mmol/L */
  glucose: measured(0, 80).optional(),
});
export type Vitals = z.infer<typeof vitalsSchema>;

export const diagnosisSchema = z.object({
  /** ICD-10 with the Chinese extension where given, such as `I20.000` or `E11.9`. */
  code: z
    .string()
    .transform((text) => normaliseInput(text).toUpperCase())
    .refine((text) => /^[A-Z]\d{2}(\.[0-9X]{1,4}(X?\d{0,3})?)?[+*]?$/i.test(text), '不是 ICD-10 编码 | Not an ICD-10 code'),
  display: required(200),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;

export const medicationSchema = z.object({
  code: typed(64).optional(),
  name: required(200),
  dose: typed(60).optional(),
  route: typed(60).optional(),
  frequency: typed(60).optional(),
  start: calendarDate.optional(),
  stop: calendarDate.optional(),
  note: typed(300).optional(),
});
export type Medication = z.infer<typeof medicationSchema>;

export const careTypes = ['outpatient', 'inpatient', 'emergency'] as const;
export const careTypeSchema = z.enum(careTypes);

/** The form as the sender signs it; all optional so that a draft is kept at any stage, `missingFor…` says what lacks. */
export const letterSchema = z.object({
  chiefComplaint: typed(500).optional(),
  history: typed(4000).optional(),
  findings: typed(4000).optional(),
  vitals: vitalsSchema.optional(),
  noKnownAllergies: z.boolean().optional(),
  allergies: z.array(required(200)).max(50).optional(),
  diagnoses: z.array(diagnosisSchema).max(20).optional(),
  reasonCode: typed(64).optional(),
  reasonText: typed(1000).optional(),
  /** Codes of the criteria catalogue that apply. */
  criteria: z.array(typed(64)).max(60).optional(),
  exams: z
    .array(
      z.object({
        title: required(200),
        date: calendarDate.optional(),
        conclusion: typed(1000).optional(),
        /** `DiagnosticReport/id` when the report lies in the shared record. */
        reportReference: typed(100).optional(),
      }),
    )
    .max(50)
    .optional(),
  treatment: typed(4000).optional(),
  medications: z.array(medicationSchema).max(60).optional(),
  purpose: typed(1000).optional(),
  consent: z.object({ given: z.boolean(), by: z.enum(['resident', 'guardian', 'representative']), at: instant.optional() }).optional(),
  transport: z.object({ need: z.enum(['none', 'escort', 'ambulance']), note: typed(500).optional() }).optional(),
  contact: z.object({ name: required(60), phone: typed(30).optional(), relation: typed(30).optional() }).optional(),
  contractId: typed(64).optional(),
  insurance: z.object({ type: required(60), number: typed(64).optional() }).optional(),
  returnAddress: typed(300).optional(),
});
export type Letter = z.infer<typeof letterSchema>;

export const outcomeSchema = z.object({
  diagnoses: z.array(diagnosisSchema).min(1, '请填写诊断 | Give a diagnosis').max(20),
  treatment: required(4000),
  advice: required(4000),
  followUpDate: calendarDate.optional(),
  warningSigns: typed(1000).optional(),
  result: z.enum(['cured', 'improved', 'unchanged', 'died', 'other']),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const transportSchema = z.object({
  by: z.enum(['own', 'escort', 'ambulance']),
  departAt: instant.optional(),
  vehicle: typed(60).optional(),
  escortName: typed(60).optional(),
  escortPhone: typed(30).optional(),
  note: typed(500).optional(),
});

export const carePlanSchema = z.object({
  goals: required(2000),
  activities: z.array(required(300)).min(1, '至少一项管理内容 | At least one activity').max(30),
  targets: typed(1000).optional(),
  warningSigns: typed(1000).optional(),
  /** Days after discharge. */
  firstVisitWithinDays: z.coerce.number().int().min(1).max(30).default(7),
  /** Days between later visits. */
  monitorEveryDays: z.coerce.number().int().min(1).max(120).default(14),
  /** Organisation that visits at home; the primary receiver when absent. */
  villageOrganisationId: typed(64).optional(),
});
export type CarePlanInput = z.infer<typeof carePlanSchema>;

export const medicationDecisions = ['continue', 'change', 'stop', 'not_stocked'] as const;
export const reconciliationLineSchema = z.object({
  lineId: z.string().min(1),
  decision: z.enum(medicationDecisions),
  /** Needed for change, stop and not stocked. */
  note: typed(500).optional(),
  changedTo: medicationSchema.optional(),
});
export type ReconciliationLine = z.infer<typeof reconciliationLineSchema>;
