import { describe, expect, test } from 'vitest';
import { openPathEngine } from './evaluate.ts';

const ERROR = 'an error';
type Row = readonly [expression: string, answer: readonly unknown[] | typeof ERROR];

/** A third round over the groups of the official cases, worked from the text of FHIRPath 2.0: rare characters, values of FHIR where System's are expected, bounds of types. */
const PATIENT = {
  resourceType: 'Patient', id: 'p1', active: true, birthDate: '1974-12-25', gender: 'male', deceasedBoolean: false, multipleBirthInteger: 2,
  identifier: [{ system: 'urn:oid:1.2.36', value: '12345', period: { start: '2001-05-06' } }],
  name: [{ use: 'official', family: 'Chalmers', given: ['Peter', 'James'] }, { use: 'usual', given: ['Jim'] }, { use: 'maiden', family: 'Windsor', given: ['Peter', 'James'], period: { end: '2002' } }],
  telecom: [{ use: 'home' }, { system: 'phone', value: '1', use: 'work', rank: 1 }, { system: 'phone', value: '2', use: 'mobile', rank: 2 }],
  managingOrganization: { reference: 'Organization/1' }, contained: [{ resourceType: 'Organization', id: 'o', name: '𠮷田医院' }], generalPractitioner: [{ reference: '#o' }],
};

const GROUPS: Readonly<Record<string, readonly Row[]>> = {
  'characters, not code units': [
    ["'𠮷𠀋'.length()", [2]], ["'𠮷𠀋'.toChars()", ['𠮷', '𠀋']], ["'𠮷a'.substring(1)", ['a']], ["'a𠮷b'.substring(1, 1)", ['𠮷']], ["'𠮷a'.substring(0, 0)", ['']], ["'𠮷a'.substring(2)", []],
    ["'𠮷a'.substring(-1)", []], ["'𠮷a𠮷a'.indexOf('a')", [1]], ["'𠮷a𠮷a'.lastIndexOf('a')", [3]], ["'𠮷'.indexOf('x')", [-1]], ['contained.name.length()', [4]], ['contained.name.substring(0, 1)', ['𠮷']],
    ['contained.name.toChars().first()', ['𠮷']], ["'\\uD842\\uDFB7' = '𠮷'", [true]], ["'一二三'.substring(1, 1)", ['二']], ["'一二三'.matches('^[\\\\u4e00-\\\\u9fff]+$')", [true]], ["'é'.upper()", ['É']],
    ["'中文'.contains('文')", [true]], ["('𠮷' | '𠮷').count()", [1]], ["'𠮷'.matches('^.$')", [true]],
  ],
  'encodings': [
    ["'é'.encode('base64')", ['w6k=']], ["'w6k='.decode('base64')", ['é']], ["'é'.encode('hex')", ['c3a9']], ["'c3a9'.decode('hex')", ['é']], ["'王'.encode('urlbase64').decode('urlbase64')", ['王']],
    ["'a?b>'.encode('urlbase64')", ['YT9iPg==']], ["'test'.encode('hex')", ['74657374']], ["{}.encode('hex')", []], ["'x'.encode('rot13')", []], ["('a' | 'b').encode('hex')", ERROR],
  ],
  'values of FHIR as those of System': [
    ['multipleBirth.toString()', ['2']], ["multipleBirth.toString() + 'x'", ['2x']], ['telecom.rank.first().convertsToString()', [true]], ['multipleBirth.toDecimal()', [2]], ['multipleBirth.toQuantity() = 2', [true]],
    ['multipleBirth.toBoolean()', []], ['active.toInteger()', [1]], ['identifier.value.toInteger() + 1', [12346]], ['birthDate.toString().substring(0, 4)', ['1974']], ['-multipleBirth', [-2]], ['-(multipleBirth)', [-2]],
    ['3 - -multipleBirth', [5]], ['-name.count() + 5', [2]], ['telecom.rank.select(-$this)', [-1, -2]], ['iif(true, -multipleBirth, 0)', [-2]], ['-gender', ERROR], ['-name.given', ERROR], ['-{}', []],
    ["-(5 'mg') = -5 'mg'", [true]], ['multipleBirth -1', [1]], ['name.count()-1', [2]], ['(1).combine(-multipleBirth)', [1, -2]], ['multipleBirth / 4', [0.5]], ['multipleBirth mod 2', [0]], ['multipleBirth.power(3)', [8]],
    ['multipleBirth >= 2.0', [true]], ['multipleBirth in (1 | 2)', [true]], ['name.given.first().encode(\'base64\')', ['UGV0ZXI=']], ['identifier.period.start + 1 day', ['2001-05-07']],
  ],
  'sets': [
    ["name.given.subsetOf('Jim' | 'Peter' | 'James')", [true]], ["name.given.subsetOf('Jim' | 'Peter')", [false]], ['(1 | 2).combine(1).subsetOf(1 | 2)', [true]], ["('Peter' | 'Jim').subsetOf(name.given)", [true]],
    ["name.given.supersetOf('Jim')", [true]], ["name.given.supersetOf('Bob')", [false]], ["('Jim' | 'Peter' | 'James').supersetOf(name.given)", [true]], ['name.subsetOf(name)', [true]], ['name.first().subsetOf(name)', [true]],
    ['name.supersetOf(name.first())', [true]], ['{}.subsetOf({})', [true]], ['name.subsetOf({})', [false]], ["(1 'g').subsetOf(1000 'mg')", [true]], ['telecom.rank.subsetOf(1 | 2 | 3)', [true]], ['name.where($this.given.subsetOf(%context.name.first().given)).count()', [2]],
  ],
  'bounds of integers': [
    ['2147483647 + 0', [2147483647]], ['2147483647 + 1', []], ['-2147483648 - 1', []], ['2147483647 * 2', []], ['65536 * 65536', []], ['2147483647 + 1.0', [2147483648]], ['2147483647 / 1', [2147483647]], ['(2147483647 + 1).empty()', [true]],
  ],
  'patterns': [
    ["'abc'.matches('(?i)ABC')", [true]], ["'abc'.matches('ABC')", [false]], ["'ABC'.matchesFull('(?i)a.c')", [true]], ["'ABCD'.matchesFull('(?i)a.c')", [false]], ["'aBcB'.replaceMatches('(?i)b', 'x')", ['axcx']],
    ["'2020-01-02'.replaceMatches('(\\\\d+)-(\\\\d+)-(\\\\d+)', '$3/$2/$1')", ['02/01/2020']], ["'a.b'.replaceMatches('\\\\.', '-')", ['a-b']], ["{}.matches('(?i)x')", []], ["'a\\nb'.matches('^a.b$')", [true]],
  ],
  'profiles and types': [
    ["conformsTo('http://hl7.org/fhir/StructureDefinition/DomainResource')", [true]], ["conformsTo('http://hl7.org/fhir/StructureDefinition/Resource')", [true]], ["conformsTo('http://hl7.org/fhir/StructureDefinition/Observation')", [false]],
    ["conformsTo('http://nowhere')", ERROR], ['generalPractitioner.resolve().name', ['𠮷田医院']], ['generalPractitioner.resolve() is Organization', [true]], ['managingOrganization.resolve()', []], ['deceased is boolean', [true]],
    ['multipleBirth.ofType(integer) = 2', [true]], ['multipleBirth.is(Integer)', [false]], ['name.first() is Element', [true]], ['contained.first() is DomainResource', [true]],
  ],
  'this, index, total': [
    ['name.given.aggregate($total + $this.length(), 0)', [23]], ['(10 | 20 | 30).aggregate(iif($index = 0, $this, $total - $this))', [-40]], ['name.select($this.given.select($index))', [0, 1, 0, 0, 1]], ['name.select(given.where($index = 0))', ['Peter', 'Jim', 'Peter']],
    ['(1).repeat(iif($this < 5, $this + 1))', [2, 3, 4, 5]], ['name.given.select($this & $index.toString()).first()', ['Peter0']], ['name[name.count() - 1].use', ['maiden']], ["name.where(given.exists($this = 'Jim')).use", ['usual']],
    ['(1|2|3).select($this > 1).allTrue()', [false]], ["name.given.trace('x', length()).first()", ['Peter']], ['telecom.rank.where($this mod 2 = 0)', [2]],
  ],
  'dates': [
    ['@2020-02-29 - 1 year', ['2019-02-28']], ['@2019-12-31T23:59:59.999 + 1 millisecond', ['2020-01-01T00:00:00.000']], ['@2019-12-31T23:59:59+08:00 + 1 minute', ['2020-01-01T00:00:59+08:00']], ['@2019-01 + 40 days', ['2019-02']],
    ['@2019-01-01 + 86400 seconds', ['2019-01-02']], ['@2019-06-15T10:00Z > @2019-06-15T10:00+01:00', [true]], ['@2019-06-15T10:00 != @2019-06-15T10:00:00', []], ['@2019-06 < @2019-07-01', [true]], ["'2019-6'.convertsToDate()", [false]], ['identifier.period.start > @2001-05', []],
    ['now() >= today()', []], ['@T00:00:00 - 1 second', ['23:59:59']], ['@2015-02-29', ERROR], ['@2015-02-04T24:00', ERROR], ["10 'mg' / 2 'mL' = 5 'mg/mL'", [true]], ['1 hour + 30 minutes = 90 minutes', [true]],
  ],
};

describe('FHIRPath by its text', () => {
  test.each(Object.entries(GROUPS))('%s', async (_group, rows) => {
    const { evaluate } = await openPathEngine();
    const wrong = rows.flatMap(([expression, answer]) => {
      let found: unknown;
      try {
        found = evaluate(expression, { context: PATIENT, variables: { context: PATIENT, resource: PATIENT, rootResource: PATIENT } }).map(({ value }) => (typeof value === 'object' ? String(value) : value));
      } catch {
        found = ERROR;
      }
      return JSON.stringify(found) === JSON.stringify(answer) ? [] : [`${expression}: ${JSON.stringify(found)} instead of ${JSON.stringify(answer)}`];
    });
    expect(wrong).toEqual([]);
  });
});
