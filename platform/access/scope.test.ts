import { expect, test } from 'vitest';
import { scopeCondition } from './scope.ts';
import { systemSubject, type Subject } from './subject.ts';

const staff: Subject = { ...systemSubject, kind: 'staff', id: 'staff', everyOrganisation: false, organisationId: 'home', organisationIds: ['home'] };

test('a person column without its table is refused, whoever asks', () => {
  for (const subject of [staff, { ...staff, everyOrganisation: true }, { ...staff, kind: 'resident' as const, personId: 'p' }]) {
    for (const columns of [{ person: 'person_id' }, { person: 'case when r.a then person_id end' }, { person: 'r.person_id', restricted: 'restricted' }, { person: 'r.person_id', resource: "(resource_type || '/' || r.resource_id)" }]) {
      expect(() => scopeCondition(subject, columns, 1)).toThrow(/without its table/);
    }
  }
});

test('columns named with their table are taken, expressions of them too', () => {
  for (const columns of [{ person: 'r.person_id' }, { person: 'r.person_id', restricted: 'not r.restricted', resource: "(r.resource_type || '/' || r.resource_id)" }, { person: 'case when r.a is null then r.person_id end' }]) {
    expect(scopeCondition(staff, columns, 1).values).toEqual([['home']]);
  }
});
