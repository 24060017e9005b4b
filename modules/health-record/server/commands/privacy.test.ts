import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchResources } from '#fhir/repository/search.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { listConsents, listOwnConsents, registerConsent, registerOwnConsent, withdrawConsent, withdrawOwnConsent } from '../../contract/consents.ts';
import { breakGlass, decideAccessRequest, listAccessRequests, listHiddenItems, requestAccess, revealItem, shareItem } from '../../contract/openings.ts';
import { answerRequest, countReviews, decideReview, listOwnEmergencies, listOwnRequests, listRequests, listReviews, raiseOwnRequest } from '../../contract/reviews.ts';
import { getTimeline } from '../../contract.ts';
import { healthRecordModule } from '../module.ts';

const reason = '家属要求核对情况';
const PORTAL = ['portal.own-record', 'portal.register-own-consent', 'portal.withdraw-own-consent', 'portal.raise-own-request'];

let house: TestHouse;
let doctor: Subject;
let colleague: Subject;
let stranger: Subject;
let officer: Subject;
let foreignOfficer: Subject;
let count = 0;

beforeAll(async () => {
  house = await openTestHouse({ modules: [healthRecordModule], now: new Date().toISOString() });
  for (const id of ['hospital', 'township']) await house.addOrganisation(id);
  await load(null, [{ resourceType: 'Organization', id: 'hospital', name: '县人民医院' }, { resourceType: 'Organization', id: 'township', name: '青山镇卫生院' }]);
  doctor = await house.subject({ roles: ['specialist'], organisationId: 'hospital' });
  colleague = await house.subject({ roles: ['specialist'], organisationId: 'hospital', id: 'colleague' });
  stranger = await house.subject({ roles: ['township-doctor'], organisationId: 'township' });
  officer = await house.subject({ roles: ['privacy-officer'], organisationId: 'hospital' });
  foreignOfficer = await house.subject({ roles: ['privacy-officer'], organisationId: 'township' });
});
afterAll(() => house.close());

const load = (ownerOrganisationId: string | null, resources: readonly Resource[]) =>
  house.database.transaction((tx) =>
    writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId: randomUUID }, resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId }))));

/** A new person of the hospital with a plain and a sensitive diagnosis. */
async function person(): Promise<string> {
  count += 1;
  const id = `p${count}`;
  const subject = { reference: `Patient/${id}` };
  await load('hospital', [
    { resourceType: 'Patient', id, name: [{ family: '欧', given: ['阳青'] }] },
    { resourceType: 'Condition', id: `plain-${id}`, subject, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }], text: '高血压' }, recordedDate: '2026-01-01' },
    { resourceType: 'Condition', id: `secret-${id}`, subject, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'F20.0' }], text: '敏感' }, recordedDate: '2026-01-02' },
  ]);
  return id;
}
async function known(): Promise<string> {
  const personId = await person();
  await grantRecordBasis(house.database, { personId, organisationId: 'hospital', basis: 'treatment', source: `test/${personId}`, validFrom: new Date(Date.now() - 1000), validUntil: null });
  return personId;
}

const resident = (personId: string): Subject => ({ ...house.resident(personId), permissions: new Set(PORTAL) });
const conditionsSeen = async (subject: Subject, personId: string): Promise<string[]> => {
  const found = await searchResources(house.database, subject, `Condition?subject=Patient/${personId}&_count=20`);
  return found.resources.map(({ id }) => id ?? '').sort();
};
const rows = (sql: string, values: readonly unknown[] = []) => house.owner.query<Record<string, unknown>>(sql, values);
const permit = { decision: 'permit' as const, granteeOrganisationId: 'township', opensRestricted: false, days: 30 };
const asDoctor = async () => ({ subject: doctor, personId: await known() });

const registered = async (terms: Partial<typeof permit> & { decision?: 'permit' | 'deny' } = {}) => {
  const { subject, personId } = await asDoctor();
  const consent = await house.as(subject).run(registerConsent, { ...permit, ...terms, personId, evidence: 'signed-paper' as const, reason } as never);
  return { consent, personId };
};

proveCommand(registerConsent, {
  house: () => house,
  possible: async () => ({ subject: doctor, input: { personId: await known(), ...permit, evidence: 'signed-paper' as const, reason } }),
  wrongState: async () => ({ subject: doctor, input: { personId: await known(), ...permit, days: null, evidence: 'signed-paper' as const, reason }, code: 'health-record.consent-needs-end' }),
  effect: async (_house, consent) => {
    expect(await conditionsSeen(stranger, consent.personId)).toEqual([`plain-${consent.personId}`]);
    const [resource] = await rows("select version from fhir.resource where resource_type = 'Consent' and resource_id = $1", [consent.id]);
    expect(resource?.['version']).toBe(1);
  },
});

proveCommand(withdrawConsent, {
  house: () => house,
  possible: async () => ({ subject: doctor, input: { id: (await registered()).consent.id, reason } }),
  wrongState: async () => {
    const { consent } = await registered();
    await house.as(doctor).run(withdrawConsent, { id: consent.id, reason });
    return { subject: doctor, input: { id: consent.id, reason }, code: 'health-record.consent-withdrawn' };
  },
  effect: async (_house, consent) => {
    expect(consent.version).toBe(2);
    expect(await conditionsSeen(stranger, consent.personId)).toEqual([]);
    const [resource] = await rows("select version, fhir.whole_text(resource_type, resource_id, version, last_updated, content)::jsonb ->> 'status' as status from fhir.resource where resource_type = 'Consent' and resource_id = $1", [consent.id]);
    expect([resource?.['version'], resource?.['status']]).toEqual([2, 'inactive']);
  },
});

proveCommand(registerOwnConsent, {
  house: () => house,
  possible: async () => ({ subject: resident(await known()), input: { decision: 'deny' as const, granteeOrganisationId: 'hospital', opensRestricted: false } }),
  wrongState: async () => ({ subject: resident(await known()), input: { ...permit, granteeOrganisationId: '*' }, code: 'health-record.consent-needs-end' }),
  effect: async (_house, consent) => {
    // The hospital keeps what it wrote itself; its ground for the rest is closed.
    await load('township', [{ resourceType: 'Condition', id: `other-${consent.personId}`, subject: { reference: `Patient/${consent.personId}` }, code: { text: '别处' } }]);
    expect(await conditionsSeen(doctor, consent.personId)).toEqual([`plain-${consent.personId}`, `secret-${consent.personId}`]);
    expect((await house.as(resident(consent.personId)).run(listOwnConsents, { offset: 0, limit: 10 })).rows.map(({ id }) => id)).toEqual([consent.id]);
  },
});

proveCommand(withdrawOwnConsent, {
  house: () => house,
  possible: async () => {
    const { consent, personId } = await registered();
    return { subject: resident(personId), input: { id: consent.id } };
  },
  wrongState: async () => ({ subject: resident(await known()), input: { id: (await registered()).consent.id }, code: 'health-record.consent-not-found' }),
  effect: async (_house, consent) => expect(await conditionsSeen(stranger, consent.personId)).toEqual([]),
});

proveCommand(breakGlass, {
  house: () => house,
  possible: async () => ({ subject: stranger, input: { personId: await person(), reason } }),
  wrongState: async () => ({ subject: doctor, input: { personId: await known(), reason }, code: 'health-record.already-open' }),
  effect: async (_house, opening) => {
    expect(await conditionsSeen(stranger, opening.personId)).toEqual([`plain-${opening.personId}`, `secret-${opening.personId}`]);
    const hours = (Date.parse(opening.validUntil) - house.clock.now().getTime()) / 3_600_000;
    expect(hours).toBe(4);
    const own = await house.as(resident(opening.personId)).run(listOwnEmergencies, { offset: 0, limit: 10 });
    expect(own.rows.map(({ organisationName, reason: why }) => [organisationName, why])).toEqual([['青山镇卫生院', reason]]);
    const queue = await house.as(foreignOfficer).run(listReviews, { state: 'waiting', offset: 0, limit: 200 });
    expect(queue.rows.find(({ id }) => id === opening.id)).toMatchObject({ kind: 'break-glass', overdue: false, personName: '欧**' });
    expect((await house.as(officer).run(listReviews, { state: 'waiting', offset: 0, limit: 200 })).rows.map(({ id }) => id)).not.toContain(opening.id);
  },
});

proveCommand(revealItem, {
  house: () => house,
  possible: async () => {
    const personId = await person();
    await grantRecordBasis(house.database, { personId, organisationId: 'township', basis: 'referral', source: `test/${personId}`, validFrom: new Date(Date.now() - 1000), validUntil: null });
    expect(await conditionsSeen(stranger, personId)).toEqual([`plain-${personId}`]);
    return { subject: stranger, input: { personId, reference: `Condition/secret-${personId}`, reason } };
  },
  wrongState: async () => {
    const personId = await known();
    return { subject: doctor, input: { personId, reference: `Condition/secret-${await person()}`, reason }, code: 'health-record.item-not-found' };
  },
  effect: async (_house, opening) => {
    expect(await conditionsSeen(stranger, opening.personId)).toEqual([`plain-${opening.personId}`, `secret-${opening.personId}`]);
    const [entry] = await rows("select purpose from audit.entry where action = 'health-record.reveal-item' and person_id = $1", [opening.personId]);
    expect(entry?.['purpose']).toBe(reason);
  },
});

proveCommand(shareItem, {
  house: () => house,
  possible: async () => {
    const personId = await person();
    return { subject: doctor, input: { personId, reference: `Condition/plain-${personId}`, organisationId: 'township', purpose: 'treatment' as const, days: 7, reason } };
  },
  wrongState: async () => {
    const personId = await person();
    return { subject: stranger, input: { personId, reference: `Condition/plain-${personId}`, organisationId: 'township', purpose: 'treatment' as const, days: 7, reason }, code: 'health-record.item-not-yours' };
  },
  effect: async (_house, opening) => {
    expect(await conditionsSeen(stranger, opening.personId)).toEqual([`plain-${opening.personId}`]);
    expect(await conditionsSeen({ ...stranger, purpose: 'quality' }, opening.personId)).toEqual([]);
    const timeline = await house.as(stranger).run(getTimeline, { personId: opening.personId, purpose: 'treatment' as const, offset: 0, limit: 10 });
    expect([timeline.total, timeline.hidden]).toEqual([1, 1]);
  },
});

const asked = async () => {
  const personId = await person();
  return house.as(stranger).run(requestAccess, { personId, purpose: 'treatment' as const, days: 30, reason });
};

proveCommand(requestAccess, {
  house: () => house,
  possible: async () => ({ subject: stranger, input: { personId: await person(), purpose: 'treatment' as const, days: 30, reason } }),
  wrongState: async () => ({ subject: doctor, input: { personId: await known(), purpose: 'treatment' as const, days: 30, reason }, code: 'health-record.already-open' }),
  effect: async (_house, request) => {
    expect(await conditionsSeen(stranger, request.personId)).toEqual([]);
    expect((await house.as(stranger).run(listAccessRequests, { state: 'waiting', offset: 0, limit: 200 })).rows.map(({ id }) => id)).toContain(request.id);
  },
});

proveCommand(decideAccessRequest, {
  house: () => house,
  possible: async () => ({ subject: { ...stranger, id: 'another' }, input: { id: (await asked()).id, outcome: 'confirmed' as const, note: reason } }),
  wrongState: async () => ({ subject: stranger, input: { id: (await asked()).id, outcome: 'confirmed' as const, note: reason }, code: 'health-record.own-request' }),
  effect: async (_house, request) => {
    expect(request.outcome).toBe('confirmed');
    expect(await conditionsSeen(stranger, request.personId)).toEqual([`plain-${request.personId}`]);
  },
});

const broken = async () => {
  const personId = await person();
  return house.as(stranger).run(breakGlass, { personId, reason });
};

proveCommand(decideReview, {
  house: () => house,
  possible: async () => ({ subject: foreignOfficer, input: { id: (await broken()).id, outcome: 'unjustified' as const, note: reason } }),
  wrongState: async () => {
    const { id } = await broken();
    await house.as(foreignOfficer).run(decideReview, { id, outcome: 'justified' as const, note: reason });
    return { subject: foreignOfficer, input: { id, outcome: 'justified' as const, note: reason }, code: 'health-record.review-decided' };
  },
  effect: async (_house, review) => {
    expect(await conditionsSeen(stranger, review.personId)).toEqual([]);
    const own = await house.as(resident(review.personId)).run(listOwnEmergencies, { offset: 0, limit: 10 });
    expect(own.rows[0]?.outcome).toBe('unjustified');
  },
});

const objection = { kind: 'objection' as const, organisationId: 'hospital', about: '县人民医院 2026-11-01 查看', words: '我不认识这位医生' };

proveCommand(raiseOwnRequest, {
  house: () => house,
  possible: async () => ({ subject: resident(await person()), input: objection }),
  wrongState: async () => {
    const subject = resident(await person());
    for (let turn = 0; turn < 10; turn += 1) await house.as(subject).run(raiseOwnRequest, objection);
    return { subject, input: objection, code: 'health-record.too-many-requests' };
  },
  effect: async (_house, request) => {
    expect((Date.parse(request.dueAt) - Date.parse(request.at)) / 86_400_000).toBe(15);
    expect((await house.as(officer).run(listRequests, { state: 'waiting', offset: 0, limit: 200 })).rows.map(({ id }) => id)).toContain(request.id);
    expect((await house.as(foreignOfficer).run(listRequests, { state: 'waiting', offset: 0, limit: 200 })).rows.map(({ id }) => id)).not.toContain(request.id);
  },
});

const raised = async () => house.as(resident(await person())).run(raiseOwnRequest, objection);

proveCommand(answerRequest, {
  house: () => house,
  possible: async () => ({ subject: officer, input: { id: (await raised()).id, outcome: 'partly' as const, words: '已核实，属于会诊查看' } }),
  wrongState: async () => ({ subject: foreignOfficer, input: { id: (await raised()).id, outcome: 'partly' as const, words: '已核实情况' }, code: 'health-record.request-not-found' }),
  effect: async (_house, request) => {
    const own = await house.as(resident(request.personId)).run(listOwnRequests, { offset: 0, limit: 10 });
    expect(own.rows[0]).toMatchObject({ outcome: 'partly' as const, answer: '已核实，属于会诊查看', overdue: false });
  },
});

describe('what the privacy work promises', () => {
  test('a resident’s refusal closes a ground at the next read, an emergency goes before it', async () => {
    const personId = await person();
    await grantRecordBasis(house.database, { personId, organisationId: 'township', basis: 'referral', source: `test/${personId}`, validFrom: new Date(Date.now() - 1000), validUntil: null });
    expect(await conditionsSeen(stranger, personId)).toEqual([`plain-${personId}`]);
    const refusal = await house.as(resident(personId)).run(registerOwnConsent, { decision: 'deny' as const, granteeOrganisationId: '*', opensRestricted: false });
    expect(await conditionsSeen(stranger, personId)).toEqual([]);
    await expect(house.as(stranger).run(getTimeline, { personId, purpose: 'treatment' as const, offset: 0, limit: 10 })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
    await house.as(stranger).run(breakGlass, { personId, reason });
    expect(await conditionsSeen(stranger, personId)).toHaveLength(2);
    await house.as(resident(personId)).run(withdrawOwnConsent, { id: refusal.id });
    expect((await rows('select count(*)::int as open from access.refusal where person_id = $1 and valid_until is null', [personId]))[0]?.['open']).toBe(0);
  });

  test('staff cannot lift a refusal that the resident registered', async () => {
    const personId = await known();
    const refusal = await house.as(resident(personId)).run(registerOwnConsent, { decision: 'deny' as const, granteeOrganisationId: 'township', opensRestricted: false });
    await expect(house.as(doctor).run(withdrawConsent, { id: refusal.id, reason })).rejects.toMatchObject({ code: 'health-record.consent-not-found' });
  });

  test('who holds no ground registers no consent, for nobody', async () => {
    const personId = await person();
    await expect(house.as(stranger).run(registerConsent, { personId, ...permit, evidence: 'in-person' as const, reason })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
  });

  test('sensitive items are named by place and time only', async () => {
    const personId = await person();
    await grantRecordBasis(house.database, { personId, organisationId: 'township', basis: 'referral', source: `test/${personId}`, validFrom: new Date(Date.now() - 1000), validUntil: null });
    const hidden = await house.as(stranger).run(listHiddenItems, { personId });
    expect(hidden.rows).toEqual([{ reference: `Condition/secret-${personId}`, at: expect.any(String) as string, organisationName: '县人民医院' }]);
    expect((await house.as(doctor).run(listConsents, { personId: await known(), offset: 0, limit: 10 })).rows).toEqual([]);
  });

  test('reading within ten minutes by one’s own relation raises one alarm; a colleague’s relation none', async () => {
    const [alone, shared] = [await person(), await person()];
    const grant = (personId: string, by: Subject) => house.database.transaction(
      (tx) => grantRecordBasis(tx, { personId, organisationId: 'hospital', basis: 'treatment', source: `scheduling/${personId}`, validFrom: new Date(Date.now() - 1000), validUntil: null }),
      { 'yigong.subject_id': by.id });
    await grant(alone, doctor);
    await grant(shared, colleague);
    for (const personId of [alone, shared]) await recordAudit(house.database, doctor, { action: 'health-record.read', outcome: 'success', personId });
    await house.runJob('health-record.raise-alarms');
    await house.runJob('health-record.raise-alarms');
    const alarms = (await house.as(officer).run(listReviews, { state: 'waiting', kind: 'relation-then-read', offset: 0, limit: 50 })).rows;
    expect(alarms.map(({ personId, subjectName }) => [personId, subjectName])).toEqual([[alone, doctor.name]]);
    expect((await house.as(officer).run(countReviews, {})).waiting).toBeGreaterThanOrEqual(1);
    await expect(house.as({ ...officer, id: doctor.id }).run(decideReview, { id: alarms[0]!.id, outcome: 'justified' as const, note: reason })).rejects.toMatchObject({ code: 'health-record.own-review' });
    await house.as(officer).run(decideReview, { id: alarms[0]!.id, outcome: 'unjustified' as const, note: reason });
    expect((await rows('select count(*)::int as open from access.record_basis where person_id = $1 and valid_until is null', [alone]))[0]?.['open']).toBe(0);
  });
});
