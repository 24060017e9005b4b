import { z } from 'zod';
import { readIdCard, type IdCardFault } from '#platform/kernel/check-digits.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { normaliseInput } from '#platform/kernel/text.ts';

/** Identifier systems of FHIR Patient.identifier as this platform writes them. */
export const IDENTIFIER_SYSTEMS = {
  /** Resident identity number, GB 11643, 18 characters. */
  'id-card': 'https://yigong.dev/fhir/sid/id-card',
  'insurance-number': 'https://yigong.dev/fhir/sid/insurance-number',
  /** Number printed on the consortium's own card. */
  'card-number': 'https://yigong.dev/fhir/sid/card-number',
  passport: 'https://yigong.dev/fhir/sid/passport',
  'hong-kong-macao-permit': 'https://yigong.dev/fhir/sid/hong-kong-macao-permit',
  'taiwan-permit': 'https://yigong.dev/fhir/sid/taiwan-permit',
  'birth-certificate': 'https://yigong.dev/fhir/sid/birth-certificate',
} as const;

export type IdentifierType = keyof typeof IDENTIFIER_SYSTEMS;
export const IDENTIFIER_TYPES = Object.keys(IDENTIFIER_SYSTEMS) as [IdentifierType, ...IdentifierType[]];

/** One message per fault of an identity number, used by the contract and by the form while typing. */
export const ID_CARD_FAULTS: Readonly<Record<IdCardFault, string>> = {
  length: '身份证号应为 18 位（旧证 15 位） | An identity number has 18 characters (old cards 15)',
  characters: '身份证号只能是数字，末位可以是 X | An identity number has digits only, the last may be X',
  region: '前两位不是省级行政区划代码 | The first two digits are no province code',
  'birth-date': '第 7–14 位不是真实日期 | Digits 7 to 14 are no real date',
  future: '出生日期在未来 | The birth date lies in the future',
  'check-character': '校验位不符，请核对是否输错一位或两位颠倒 | The check character does not fit: look for a wrong or swapped digit',
};

const text = (max: number) => z.string().max(max).transform(normaliseInput);
const optionalText = (max: number) => text(max).transform((value) => (value === '' ? undefined : value)).optional();

const idCardSchema = z.string().max(40).transform((typed, context) => {
  const read = readIdCard(typed);
  if (read.ok) return read.value.number;
  context.addIssue({ code: 'custom', message: ID_CARD_FAULTS[read.failure] });
  return z.NEVER;
});

export const optionalIdCardSchema = z.preprocess((typed) => (typed === '' ? undefined : typed), idCardSchema.optional());

export const dateSchema = z.string().refine(isCalendarDate, '请填写真实日期，如 1988-01-17 | Give a real date such as 1988-01-17');
export const sexSchema = z.enum(['male', 'female', 'other', 'unknown']);
export const idSchema = z.string().min(1).max(64);
export const nameSchema = text(100).refine((value) => value !== '', '请填写姓名 | Give the name');
export const reasonSchema = text(500).refine((value) => value.length >= 2, '请写明理由 | State the reason');
export const contactSchema = { phone: optionalText(40), address: optionalText(300), householdId: optionalText(64) };

/** What is asked of everybody who is registered with a document. */
export const personSchema = {
  name: nameSchema,
  sex: sexSchema,
  birthDate: dateSchema,
  idCard: optionalIdCardSchema,
  otherDocumentType: z.enum(['passport', 'hong-kong-macao-permit', 'taiwan-permit', 'birth-certificate']).optional(),
  otherDocumentNumber: optionalText(40),
  insuranceNumber: optionalText(40),
  ...contactSchema,
};

/** `resident`: with name and document or witness; `newborn`: no document yet; `unidentified`: nobody knows who it is. */
const residentKindSchema = z.enum(['resident', 'newborn', 'unidentified']);

const identifierSchema = z.object({
  type: z.enum(IDENTIFIER_TYPES),
  maskedValue: z.string(),
  /** `claimed`: shown by somebody while another resident holds the same number; a review decides. */
  standing: z.enum(['held', 'claimed', 'retired']),
});

/** One line of a search. Nothing more is shown while the record is not open to the asking organisation. */
export const residentLineSchema = z.object({
  id: z.string(),
  name: z.string(),
  sex: sexSchema,
  birthDate: z.string().nullable(),
  maskedIdCard: z.string().nullable(),
  maskedPhone: z.string().nullable(),
  address: z.string().nullable(),
  kind: residentKindSchema,
  managingOrganisationId: z.string(),
  managingOrganisationName: z.string().nullable(),
  /** False: found by an exact number, but this organisation has no ground to open the record. */
  recordOpen: z.boolean(),
});
export type ResidentLine = z.infer<typeof residentLineSchema>;

export const residentSchema = z.object({
  id: z.string(),
  name: z.string(),
  namePinyin: z.string(),
  sex: sexSchema,
  birthDate: z.string().nullable(),
  kind: residentKindSchema,
  active: z.boolean(),
  mergedIntoId: z.string().nullable(),
  motherId: z.string().nullable(),
  householdId: z.string().nullable(),
  maskedPhone: z.string().nullable(),
  address: z.string().nullable(),
  temporaryLabel: z.string().nullable(),
  managingOrganisationId: z.string(),
  managingOrganisationName: z.string().nullable(),
  identifiers: z.array(identifierSchema),
  openReviews: z.number(),
  registeredAt: z.string(),
  version: z.number(),
});
export type Resident = z.infer<typeof residentSchema>;

export const registrationSchema = z.object({
  /** `matched`: the person was in the index; `needs-review`: registered, and a possible double waits for a decision. */
  outcome: z.enum(['created', 'matched', 'needs-review']),
  resident: residentLineSchema,
  reviewIds: z.array(z.string()),
});
export type Registration = z.infer<typeof registrationSchema>;

const evidenceSchema = z.object({ field: z.string(), level: z.string(), weight: z.number() });

const reviewSideSchema = z.object({
  id: z.string(),
  name: z.string(),
  sex: sexSchema,
  birthDate: z.string().nullable(),
  idCard: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  insuranceNumber: z.string().nullable(),
  managingOrganisationName: z.string().nullable(),
  registeredAt: z.string(),
});

export const reviewStateSchema = z.enum(['open', 'same', 'different']);
export const reviewSchema = z.object({
  id: z.string(),
  state: reviewStateSchema,
  since: z.string(),
  score: z.number(),
  rule: z.string(),
  evidence: z.array(evidenceSchema),
  left: reviewSideSchema,
  right: reviewSideSchema,
  decidedAt: z.string().nullable(),
  reason: z.string().nullable(),
});
export type MatchReview = z.infer<typeof reviewSchema>;

export const historyLineSchema = z.object({
  id: z.string(),
  action: z.string(),
  at: z.string(),
  byName: z.string(),
  organisationName: z.string().nullable(),
  otherResidentId: z.string().nullable(),
  reason: z.string().nullable(),
  /** A merge that can still be taken back. */
  reversible: z.boolean(),
});

export const residentCodeSchema = z.object({
  kind: z.enum(['dynamic', 'static']),
  /** What the QR or bar code carries; no personal data is in it. */
  code: z.string(),
  expiresAt: z.string().nullable(),
});

