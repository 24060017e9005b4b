import { describe, expect, it } from 'vitest';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { parseQuery } from '../query-string.ts';
import { compilePage } from './page-templates.ts';
import { parseSearch } from '../search-request.ts';
import { compileSearch } from '../search-statement.ts';

const staff: Subject = { ...systemSubject, kind: 'staff', id: 's', everyOrganisation: false, organisationId: 'o1', organisationIds: ['o1', 'o2'], permissions: new Set(['fhir.read-numbers']) };
const SUBJECTS: readonly Subject[] = [
  systemSubject, staff, { ...staff, organisationIds: ['o3'] }, { ...staff, purpose: 'research' }, { ...staff, purpose: 'statistics' }, { ...staff, organisationIds: [] },
  { ...staff, kind: 'resident', organisationIds: [], personId: 'p1' }, { ...staff, kind: 'resident', organisationIds: [], personId: 'p2' }, { ...staff, permissions: new Set() },
];

const PEOPLE = ['p1', 'p2', 'Patient/p1', 'Patient/p2', 'http://here/fhir/Patient/p1', 'Group/g', 'Patient'];
const CODES = ['8480-6', 'http://loinc.org|8480-6', 'http://loinc.org|', '|8480-6', 'a,b', 'X\\,y'];
const QUERIES: readonly string[] = [
  ...PEOPLE.flatMap((person) => [
    ...CODES.flatMap((code) => ['', '&_sort=-date', '&_sort=date&_count=3', '&status=final'].map((rest) => `Observation?subject=${person}&code=${code}${rest}`)),
    ...['Observation?subject', 'Observation?patient', 'Condition?patient', 'Encounter?subject', 'List?subject', 'Observation?code=8480-6&patient'].map((start) => `${start}=${person}`),
    `Observation?patient=${person}&subject=Patient/p2`, `Condition?patient=${person}&clinical-status=active&_summary=true`, `Observation?subject=${person}&combo-code=8480-6`,
    `Observation?subject=${person}&performer=Practitioner/d`, `Observation?subject:Patient=${person}`, `Observation?subject=${person}&date=gt2026-01-01`,
  ]),
  ...CODES.flatMap((code) => [`Patient?identifier=${code}`, `Patient?identifier=${code}&gender=male`, `Observation?code=${code}`, `Observation?code:not=${code}`, `Organization?identifier=${code}`, `ValueSet?status=${code}`]),
  'Patient?gender=male&_sort=family', 'Patient?gender=female&_sort=family', 'Observation?status=final&_sort=code', 'Observation?status=final&_sort=-_lastUpdated', 'Observation?status=final&_cursor=WyIyMDI2LTAxLTAxIiwiMSJd',
  'Observation?status=final&_include=Observation:subject', 'Observation?status=final&_include=Observation:nothing', 'Observation?nothing=1', 'Patient?identifier=x&_sort=identifier', 'Patient?gender=male&_sort=identifier',
];

const told = (work: () => { page: unknown; total: unknown; counted: unknown; sort: unknown; isTimeline: boolean; personId?: string | undefined; unknownParameters: readonly string[]; walk?: unknown }): unknown => {
  try {
    const { page, total, counted, sort, isTimeline, personId, unknownParameters, walk } = work();
    return { page, total, counted, sort, isTimeline, personId, unknownParameters, walk };
  } catch (error) {
    return { refused: (error as { code?: string }).code ?? String(error) };
  }
};

describe('a page by template', () => {
  it('is what compiling gives, whatever was asked before', () => {
    const now = new Date('2026-03-01T00:00:00Z');
    let [compared, refused] = [0, 0];
    // Forwards and backwards, so that each is the first of its shape once and a later one once.
    for (const queries of [QUERIES, [...QUERIES].reverse()]) {
      for (const query of queries) {
        for (const subject of SUBJECTS) {
          for (const bases of [['http://here/fhir'], ['http://there/fhir']]) {
            const { type, parameters } = parseQuery(query);
            const request = parseSearch(type, parameters);
            const asked = { subject, now, bases };
            const expected = told(() => compileSearch(request, asked));
            expect([query, subject.kind, told(() => compilePage(request, asked))]).toEqual([query, subject.kind, expected]);
            compared += 1;
            if ('refused' in (expected as object)) refused += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(5_000);
    expect(refused).toBeLessThan(compared / 4);
    // Fifteen thousand compilations: seconds of processor, which others may use too.
  }, 90_000);
});
