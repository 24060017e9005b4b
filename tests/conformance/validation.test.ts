import { describe, expect, test } from 'vitest';
import { validateResource } from '#fhir/validation/validate.ts';
import { hasFhirData, readJson, readText } from './shared-data.ts';

interface ValidationCase {
  readonly name: string;
  readonly file: string;
  readonly module: string;
  readonly expect_valid: boolean;
}

/** Not to get worse: cases that agreed when this was last improved. */
const AGREED_MIN = 58;

const cases = hasFhirData ? readJson<ValidationCase[]>('validation-r4', 'cases.json') : [];

function isValid(file: string): boolean {
  try {
    return validateResource(JSON.parse(readText('validation-r4', 'files', file))).length === 0;
  } catch {
    return false;
  }
}

describe.skipIf(!hasFhirData)('validation cases of FHIR/fhir-test-cases', () => {
  test('agreement does not get worse; XML is not supported yet', () => {
    const supported = cases.filter((each) => each.file.endsWith('.json'));
    const disagreed = supported.filter((each) => isValid(each.file) !== each.expect_valid);
    const agreed = supported.length - disagreed.length;
    console.log(`validation-r4: ${agreed} agreed, ${disagreed.length} disagreed, ${cases.length - supported.length} unsupported`);
    console.log(disagreed.map((each) => `${each.name} [${each.module}] should be ${each.expect_valid ? 'valid' : 'invalid'}`).join('\n'));
    expect(agreed).toBeGreaterThanOrEqual(AGREED_MIN);
  });
});
