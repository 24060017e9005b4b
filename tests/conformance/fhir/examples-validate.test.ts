import { describe, expect, test } from 'vitest';
import { validateFully } from '#fhir/validation/validate-fully.ts';
import type { Issue } from '#fhir/validation/issues.ts';
import { hasFhirData, listFiles, readLines } from '../shared-data.ts';

/**
 * Why `$validate` is right to find fault with an example of HL7: what R4 says, and that HL7's own validator reports it as an error too
 * (cases of FHIR/fhir-test-cases, or its rules as published in org.hl7.fhir.core).
 */
const REASONS: readonly (readonly [finding: RegExp, reason: string])[] = [
  [/^At least 1 required, 0 found .*vitalsigns/, 'a body temperature (LOINC 8310-5) without a time: its profile is implied by its code (observation-vitalsigns.html)'],
  [/^The extension .* is not known here/, 'an extension at example.org or nema.org that nobody has defined for R4; an error in case pat-example-extensions'],
  [/cannot be a code of SNOMED CT/, 'T-15460 and an identifier with a wrong check digit: SNOMED CT has no such codes; an error in case obs-temp-code2'],
  [/A canonical address is absolute/, 'relative canonical: it names no definition wherever it is read; an error in case bundle-ea-testcase'],
  [/Not a UCUM code/, 'system of UCUM with a code that UCUM has not (TAB, ea, drop, mEq, month); an error in case observation-ucum'],
  [/\(txt-2\)/, 'a narrative of nothing: invariant txt-2; an error in case list-xhtml-empty'],
  [/This is no OID/, 'urn:oid:X.Y.Z; an error of the rule for OIDs, as cases vs-canonical-urn-bad for UUIDs'],
  [/fullUrl does not end with/, 'pat2 under the address of pat12; an error in case document-css'],
  [/not resolved by a fullUrl/, 'message of which two references resolve only by type and id: R4 resolves by fullUrl (bundle.html#references); an error in case relative_reference_to_fullUrl'],
  [/v3-AdministrativeGender has no code UNK/, 'the target UNK of a map: the system that the group names has F, M and UN; UNK is one of v3-NullFlavor'],
  [/This refers to .*, not to/, 'reference to a type that the element does not allow (DeviceMetric.parent, DeviceUseStatement.reasonReference, MedicationRequest.dispenseRequest.performer)'],
];
/** The examples as they are given, and those of which something above is said; others are told and not judged. */
const [GIVEN, FAULTY] = [436, 65];

describe.skipIf(!hasFhirData)('HL7 R4 examples under $validate', () => {
  test('errors are found only where R4 and HL7’s own validator find them', { timeout: 120_000 }, async () => {
    const counts = new Map<string, number>();
    const unexplained: string[] = [];
    let [all, faulty] = [0, 0];
    for (const resource of listFiles('hl7-r4-examples').flatMap((file) => [...readLines('hl7-r4-examples', file)])) {
      const errors = (await validateFully(resource)).filter(({ severity }: Issue) => severity === 'error');
      all += 1;
      faulty += errors.length > 0 ? 1 : 0;
      for (const { path, en } of errors) {
        const reason = REASONS.find(([finding]) => finding.test(en))?.[1];
        if (reason === undefined) unexplained.push(`${resource.resourceType}/${resource.id} ${path}: ${en}`);
        else counts.set(reason, (counts.get(reason) ?? 0) + 1);
      }
    }
    console.log(`hl7-r4-examples under $validate: ${all - faulty} of ${all} without error, ${faulty} with, ${unexplained.length} unexplained`);
    for (const [reason, count] of counts) console.log(`${String(count).padStart(4)} ${reason}`);
    console.log(unexplained.join('\n'));
    if (all !== GIVEN) return;
    expect(unexplained).toEqual([]);
    expect([faulty, counts.size]).toEqual([FAULTY, REASONS.length]);
  });
});
