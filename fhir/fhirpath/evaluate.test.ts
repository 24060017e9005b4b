import { expect, test } from 'vitest';
import type { SyntaxNode } from './arity.ts';
import { openPathEngine } from './evaluate.ts';
import { rewritten } from './rewrite.ts';

const patient = {
  resourceType: 'Patient', id: 'a', birthDate: '1974-12-25', contained: [{ resourceType: 'Patient', id: '1' }],
  name: [{ use: 'official', family: 'Li', given: ['Peter', 'James'] }, { use: 'usual', given: ['Jim'] }, { use: 'maiden', family: 'Wang', given: ['James', 'Peter'] }],
};

const valuesOf = async (expression: string, isStrict = false) =>
  (await openPathEngine()).evaluate(expression, { context: patient, variables: { resource: patient, rootResource: patient, context: patient }, isStrict }).map(({ value }) => value);

test.each<[string, unknown[]]>([
  ['(1 | 2 | 3) ~ (3 | 1 | 2)', [true]], ['(1 | 2) ~ (1 | 3)', [false]], ['1 !~ 2 and true', [true]], ['{} ~ {}', [true]], ['1 ~ {}', [false]],
  ["name.where(given ~ ('James' | 'Peter')).use", ['official', 'maiden']], ["('a' | 'b').combine('a') ~ ('b' | 'a').combine('b')", [false]], ["'~' = '~' // ~", [true]],
  ["4 'g' ~ 4040 'mg'", [true]], ["4.0 'g' ~ 4040 'mg'", [true]], ["4.00 'g' ~ 4040 'mg'", [true]], ["4.04 'g' ~ 4050 'mg'", [false]], ["1 'g' ~ 1 'm'", [false]], ["180 's' ~ 3 'min'", [true]],
  ['name.sort(-family).use', ['usual', 'maiden', 'official']], ['name.sort(-given.first(), family).use', ['official', 'usual', 'maiden']], ["('b' | 'a' | 'c').sort(-$this)", ['c', 'b', 'a']], ['(1 | 3 | 2).sort(-$this)', [3, 2, 1]],
  ['@2012-04-15T15:00:00Z = @2012-04-15T10:00:00', []], ['@2012-04-15T15:00:00Z != @2012-04-15T10:00:00', []], ['@2012-04-15T15:00:00Z = @2012-04-15T16:00:00+01:00', [true]], ['@2012-04-15T15:00 = @2012-04-15T15:00', [true]],
  ["@1974-12-25 - 1 'month'", ['1974-11-25']], ["birthDate + 2 'years'", ['1976-12-25']],
  ["1.587 'cm'.lowBoundary(8)", ["1.58650000 'cm'"]], ["1.587 'cm'.highBoundary(2)", ["1.59 'cm'"]], ['1.587.lowBoundary(2)', [1.58]], ['{}.lowBoundary()', []],
  ['@2014-01-01T08:05.lowBoundary(17)', ['2014-01-01T08:05:00.000+14:00']], ['@2014-01-01T08:05.highBoundary(17)', ['2014-01-01T08:05:59.999-12:00']], ['@2014-01-01T08:05+08:00.lowBoundary(17)', ['2014-01-01T08:05:00.000+08:00']], ['@2014.highBoundary(6)', ['2014-12']],
  ["conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", [true]], ["conformsTo('http://hl7.org/fhir/StructureDefinition/Person')", [false]],
])('%s', async (expression, expected) => {
  expect(await valuesOf(expression)).toEqual(expected);
});

test('types that the library tells wrongly', async () => {
  const engine = await openPathEngine();
  const typesOf = (expression: string) => engine.evaluate(expression, { context: patient }).map(({ type }) => type);
  expect([typesOf('2 / 2'), typesOf('contained.id'), typesOf('id'), typesOf('1')]).toEqual([['System.Decimal'], ['FHIR.id'], ['FHIR.id'], ['System.Integer']]);
  expect(() => typesOf("conformsTo('http://elsewhere.org/x')")).toThrow();
});

test.each([
  'name.given1', 'Patient.name.first().nothing', 'Encounter.status', 'Patient.children().skip(1)', 'Patient.deceasedBoolean', '(Patient.deceased as Period).unit', "Patient.name.where(famly = 'x')",
])('strictly, %s is a mistake', async (expression) => {
  await expect(valuesOf(expression, true)).rejects.toThrow();
  expect(await valuesOf(expression)).toEqual(expect.any(Array));
});

test.each(["Patient.name.where(use = 'official').given.first()", 'Patient.deceased', '(Patient.deceased as dateTime)', 'Patient.contained.name', 'name.extension.value', "Patient.name.select(given | family)", 'Patient.birthDate + 1 day'])('strictly, %s is right', async (expression) => {
  expect(await valuesOf(expression, true)).toEqual(expect.any(Array));
});

test('what the library understands is written again as it was', async () => {
  const { default: library } = await import('fhirpath');
  const texts = [
    'name.given', "'a ~ b'", 'a.sort()', 'a.sort(b desc)', 'a.sort(-1)', "'it\\'s' & `a b`.c", '-5', '(1 | 2)[0]', "1 + 2 * 3 - 4 div 5 mod 6", "a is FHIR.`Patient` and b as Quantity or {} xor true implies false", "4 days = 5.50 'mg'",
    '@2012-01-01T10:00:00Z != @T10', '%ucum in %`a-b`', "%'x' contains $this", '$index | $total', 'iif(true, 1, 2).where($this != 1)', "Coding{system: 'a', code: 'b'}", '1L',
  ];
  for (const text of texts) expect(rewritten(library.parse(text) as SyntaxNode)).toBe(text);
});

test('the moment is one within an expression', async () => {
  const engine = await openPathEngine();
  const expression = '(1 | 2 | 3).select(now() ~ now() and now() <= now()).allTrue() and (1 | 2).repeat(now()).count() = 1';
  for (let times = 0; times < 200; times += 1) expect(engine.holds(expression, { context: patient })).toBe(true);
});
