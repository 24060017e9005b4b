import { describe, expect, test } from 'vitest';
import { validateFully } from '#fhir/validation/validate-fully.ts';
import { readFhirJson } from '#fhir/types/json-names.ts';
import { parseFhirXml } from '#fhir/xml/read-xml.ts';
import { hasFhirData, readJson, readText } from '../shared-data.ts';

interface ValidationCase {
  readonly name: string;
  readonly file: string;
  readonly module: string;
  readonly expect_valid: boolean;
}

/** The cases as they are given; others are told and not judged. */
const GIVEN = 99;

/** Why a case does not agree; a case that is not named here must. */
const LEFT_OVER: Readonly<Record<string, string>> = {
  'dr-example-org': 'addresses at example.org, forbidden by an option of HL7’s validator',
  'pat-security-bad-string1': 'markup in a plain text: a warning here and, without its security option, in HL7’s validator',
  'parameters-reference-bad': 'a reference to what is not in the Parameters: R4 asks for completeness of documents only; HL7’s test bench resolves against a list of its own',
  'contained-resource-bad-id-ignore': 'an id of 65 characters, which R4 forbids; passed over by an option of HL7’s validator',
  'json-comments-2-yes': 'comments in JSON, which RFC 8259 does not know; allowed by an option of HL7’s validator',
};

/** Reasons that can be told from what was found, for cases that are not among those given. */
const BY_FINDING: readonly (readonly [finding: RegExp, reason: string])[] = [
  [/^warning: .*looks like embedded HTML/m, LEFT_OVER['pat-security-bad-string1']!],
  [/^warning: .*The profile .* is not known here/m, 'a profile that is not delivered'],
  [/^warning: .*The questionnaire is not known here/m, 'a questionnaire that is not delivered'],
];

const cases = hasFhirData ? readJson<ValidationCase[]>('validation-r4', 'cases.json') : [];

interface Findings {
  readonly mistakes: readonly string[];
  /** Everything that was found, a line each that begins with its severity. */
  readonly all: string;
}

const refused = (mistake: string): Findings => ({ mistakes: [mistake], all: `error: ${mistake}` });

/** What is wrong with the file, no mistake when nothing is. */
async function findingsOf(file: string): Promise<Findings> {
  const text = readText('validation-r4', 'files', file);
  let value: unknown;
  try {
    if (file.endsWith('.xml')) value = parseFhirXml(text);
    else {
      const { value: read, repeated } = readFhirJson(text);
      if (repeated !== undefined) return refused(`${repeated}: twice`);
      value = read;
    }
  } catch (error) {
    return refused(String(error));
  }
  const issues = await validateFully(value);
  const all = issues.map((issue) => `${issue.severity}: ${issue.path}: ${issue.en}`).join('\n');
  return { mistakes: issues.filter((issue) => issue.severity === 'error').map((issue) => `${issue.path}: ${issue.en}`), all };
}

describe.skipIf(!hasFhirData)('validation cases of FHIR/fhir-test-cases', () => {
  test('every case agrees or has its reason', async () => {
    const disagreed: string[] = [];
    const unexplained: string[] = [];
    for (const each of cases) {
      const { mistakes, all } = await findingsOf(each.file);
      if ((mistakes.length === 0) === each.expect_valid) continue;
      const reason = LEFT_OVER[each.name] ?? (each.expect_valid ? undefined : BY_FINDING.find(([finding]) => finding.test(all))?.[1]);
      disagreed.push(`${each.name} [${each.module}] should be ${each.expect_valid ? `valid; ${mistakes[0]}` : 'invalid'} — ${reason ?? 'no reason'}`);
      if (LEFT_OVER[each.name] === undefined) unexplained.push(each.name);
    }
    console.log(`validation-r4: ${cases.length - disagreed.length} agreed, ${disagreed.length} disagreed, 0 unsupported`);
    console.log(disagreed.join('\n'));
    if (cases.length !== GIVEN) return;
    expect(unexplained).toEqual([]);
    expect(disagreed.length).toBe(Object.keys(LEFT_OVER).length);
  });
});
