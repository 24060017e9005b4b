import { describe, expect, test } from 'vitest';
import { validateFully } from '#fhir/validation/validate-fully.ts';
import { parseFhirXml } from '#fhir/xml/read-xml.ts';
import { hasFhirData, readJson, readText } from '../shared-data.ts';

interface ValidationCase {
  readonly name: string;
  readonly file: string;
  readonly module: string;
  readonly expect_valid: boolean;
}

/** Not to get worse: cases that agreed when this was last improved. */
const AGREED_MIN = 88;

const cases = hasFhirData ? readJson<ValidationCase[]>('validation-r4', 'cases.json') : [];

/** What is wrong with the file, empty when nothing is. */
async function mistakesOf(file: string): Promise<string[]> {
  const text = readText('validation-r4', 'files', file);
  let value: unknown;
  try {
    value = file.endsWith('.xml') ? parseFhirXml(text) : JSON.parse(text);
  } catch (error) {
    return [String(error)];
  }
  const issues = await validateFully(value);
  return issues.filter((issue) => issue.severity === 'error').map((issue) => `${issue.path}: ${issue.en}`);
}

describe.skipIf(!hasFhirData)('validation cases of FHIR/fhir-test-cases', () => {
  test('agreement does not get worse', async () => {
    const disagreed: string[] = [];
    for (const each of cases) {
      const mistakes = await mistakesOf(each.file);
      if ((mistakes.length === 0) === each.expect_valid) continue;
      disagreed.push(`${each.name} [${each.module}] should be ${each.expect_valid ? `valid; ${mistakes[0]}` : 'invalid'}`);
    }
    console.log(`validation-r4: ${cases.length - disagreed.length} agreed, ${disagreed.length} disagreed, 0 unsupported`);
    console.log(disagreed.join('\n'));
    expect(cases.length - disagreed.length).toBeGreaterThanOrEqual(AGREED_MIN);
  });
});
