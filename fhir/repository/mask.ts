import type { Subject } from '#platform/access/subject.ts';
import { maskMiddle } from '#platform/kernel/text.ts';
import { parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';

/** Types that hold numbers by which a person can be reached or impersonated. */
const PERSON_TYPES: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson', 'Person']);

/** http://terminology.hl7.org/CodeSystem/v3-ObservationValue: parts of the content are masked. */
const MASKED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'MASKED' };

/** The permission to see numbers in full over FHIR; everybody else of the staff uncovers them one by one, with a reason. */
export const FULL_NUMBERS = 'fhir.read-numbers';

/** Whether identity and telephone numbers are masked for the subject: staff without the permission. Machine clients have their scopes. */
export const isMaskedFor = (subject: Subject): boolean => subject.kind === 'staff' && !subject.permissions.has(FULL_NUMBERS);

export const isPersonType = (type: string): boolean => PERSON_TYPES.has(type);

/** The text of a resource as the subject may see it. */
export function maskedText(subject: Subject, type: string, content: string): string {
  return content === '' || !PERSON_TYPES.has(type) || !isMaskedFor(subject) ? content : masked(content);
}

/** The same for rows of a page. */
export const maskedRows = <Row extends { readonly type: string; readonly content: string }>(subject: Subject, rows: readonly Row[]): readonly Row[] =>
  !isMaskedFor(subject) ? rows : rows.map((row) => ({ ...row, content: maskedText(subject, row.type, row.content) }));

interface Numbered {
  readonly value?: unknown;
}
interface PersonText {
  readonly meta?: { readonly security?: readonly object[] };
  readonly identifier?: readonly Numbered[];
  readonly telecom?: readonly Numbered[];
  readonly contact?: readonly { readonly telecom?: readonly Numbered[] }[];
  readonly text?: unknown;
}

/** First three and last four stay: enough to tell two people apart. A narrative would repeat the numbers and is left out. */
function masked(content: string): string {
  const { meta, text: _narrative, ...rest } = parseFhirJson(content) as PersonText & { resourceType: string };
  const { identifier, telecom, contact } = rest;
  const hide = (each: Numbered): Numbered => (typeof each.value === 'string' ? { ...each, value: maskMiddle(each.value, 3, 4) } : each);
  const { resourceType, ...others } = rest;
  return printFhirJson({
    resourceType,
    ...others,
    meta: { ...meta, security: [...(meta?.security ?? []), MASKED] },
    ...(identifier ? { identifier: identifier.map(hide) } : {}),
    ...(telecom ? { telecom: telecom.map(hide) } : {}),
    ...(contact ? { contact: contact.map((each) => (each.telecom ? { ...each, telecom: each.telecom.map(hide) } : each)) } : {}),
  });
}

/** Whether a resource sent to us is a masked copy: stored, it would destroy the numbers. */
export const isMaskedCopy = (resource: { readonly meta?: { readonly security?: readonly { readonly code?: string | undefined }[] | undefined } | undefined }): boolean =>
  resource.meta?.security?.some(({ code }) => code === MASKED.code) === true;
