import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import type { Subject } from '#platform/access/subject.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import {
  decideMatchReview,
  findResidents,
  getResident,
  issueResidentCode,
  listMatchReviews,
  listMergeHistory,
  mergeResidents,
  registerNewborn,
  registerResident,
  registerWithoutDocument,
  resolveResidentCode,
  revealIdentifier,
  unmergeResidents,
  updateResident,
} from '../../contract.ts';
import { IDENTIFIER_SYSTEMS } from '../../contract/schemas.ts';
import { residentsModule } from '../module.ts';

type Registration = InputOf<typeof registerResident>;

let house: TestHouse;
let desk: Subject;
let otherDesk: Subject;
let manager: Subject;
let next = 0;

beforeAll(async () => {
  // Bases are judged by the database's clock, so the house's clock stands at the present.
  house = await openTestHouse({ modules: [residentsModule], now: new Date().toISOString() });
  await house.addOrganisation('county');
  await house.addOrganisation('township', 'county');
  await house.addOrganisation('lead-hospital', 'county');
  desk = await house.subject({ roles: ['township-doctor'], organisationId: 'township' });
  otherDesk = await house.subject({ roles: ['specialist'], organisationId: 'lead-hospital' });
  manager = await house.subject({ roles: ['index-manager'], organisationId: 'county' });
});
afterAll(() => house.close());

const GIVEN = [...'嘉雨欣悦梦琪涵静宜可馨诗妍晨曦若彤思睿浩宇航博'];
const SURNAMES = [...'王李张刘陈杨黄吴周徐孙马'];

/** A person who shares nothing with the ones before: every test has its own people. */
function person(change: Partial<Registration> = {}): Registration {
  next += 1;
  const birthDate = new Date(Date.UTC(1940, 0, 1 + next * 397)).toISOString().slice(0, 10);
  const first17 = `990121${birthDate.replaceAll('-', '')}${String((next * 2 + 1) % 999).padStart(3, '0')}`.slice(0, 17);
  const idCard = first17 + idCardCheckCharacter(first17);
  return {
    name: SURNAMES[next % 12]! + GIVEN[next % 23]! + GIVEN[(next * 7) % 23]!,
    sex: Number(idCard[16]) % 2 === 1 ? 'male' : 'female',
    birthDate,
    idCard,
    phone: `100${String(20_000_000 + next)}`,
    address: `示例县柳林镇塘坊村${next}组${next}号`,
    insuranceNumber: `7${String(next).padStart(11, '0')}`,
    ...change,
  } as Registration;
}

const register = (input: Registration, subject = desk): Promise<ResultOf<typeof registerResident>> => house.as(subject).run(registerResident, input);

const yesterday = (): string => addDays(chinaDate(house.clock.now()), -1);

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(() => 'it was allowed', (error: unknown) => (error instanceof Problem ? error.code : String(error)));
}

/** Two entries that are likely one person: the same name and birth date, nothing else known. */
async function reviewPair(): Promise<{ reviewId: string; olderId: string; newerId: string }> {
  const known = person();
  const older = await register(known);
  const newer = await register({ name: known.name, sex: known.sex, birthDate: known.birthDate } as Registration, otherDesk);
  expect(newer.outcome).toBe('needs-review');
  return { reviewId: newer.reviewIds[0]!, olderId: older.resident.id, newerId: newer.resident.id };
}

proveCommand(registerResident, {
  house: () => house,
  possible: async () => ({ input: person(), subject: desk }),
  wrongState: async () => ({ input: person({ birthDate: '1999-09-09' }), subject: desk, code: 'resident.birth-date-differs' }),
  effect: async (_, answer, input) => {
    expect(answer.outcome).toBe('created');
    const patient = await findResource(house.database, 'Patient', answer.resident.id);
    expect(patient).toMatchObject({ active: true, birthDate: input.birthDate, name: [{ text: input.name }] });
    expect(patient?.identifier).toContainEqual({ use: 'official', system: IDENTIFIER_SYSTEMS['id-card'], value: input.idCard });
    const stored = await house.as(desk).run(getResident, { id: answer.resident.id });
    expect(stored.identifiers[0]?.maskedValue).toMatch(/^990\*+/);
  },
});

proveCommand(registerNewborn, {
  house: () => house,
  possible: async () => {
    const mother = await register(person({ sex: 'female', idCard: undefined, birthDate: '1995-04-04' }));
    return { input: { motherId: mother.resident.id, sex: 'male' as const, birthDate: yesterday(), birthOrder: 1 }, subject: desk };
  },
  wrongState: async () => {
    const father = await register(person({ sex: 'male', idCard: undefined, birthDate: '1995-04-04' }));
    return { input: { motherId: father.resident.id, sex: 'male' as const, birthDate: yesterday(), birthOrder: 1 }, subject: desk, code: 'resident.not-a-mother' };
  },
  effect: async (_, answer, input) => {
    expect(answer.resident.name).toMatch(/之子$/);
    expect(answer.resident.kind).toBe('newborn');
    expect(await findResource(house.database, 'Patient', answer.resident.id)).toMatchObject({ birthDate: input.birthDate, gender: 'male' });
    expect((await house.as(desk).run(getResident, { id: answer.resident.id })).motherId).toBe(input.motherId);
  },
});

proveCommand(registerWithoutDocument, {
  house: () => house,
  possible: async () => ({ input: { sex: 'unknown' as const, estimatedBirthYear: 1960, circumstances: '路边昏迷，无随身物品' }, subject: desk }),
  wrongState: async () => ({ input: { sex: 'unknown' as const, estimatedBirthYear: 2099, circumstances: '路边昏迷' }, subject: desk, code: 'resident.birth-in-future' }),
  effect: async (_, answer) => {
    expect(answer.resident).toMatchObject({ kind: 'unidentified', recordOpen: true });
    expect((await house.as(desk).run(getResident, { id: answer.resident.id })).temporaryLabel).toMatch(/^W\d{6}-[0-9A-F]{4}$/);
  },
});

proveCommand(updateResident, {
  house: () => house,
  possible: async () => ({ input: { id: (await register(person())).resident.id, phone: '10011112222', address: '示例县东河镇石门村1组1号' }, subject: desk }),
  wrongState: async () => ({ input: { id: (await register(person())).resident.id, name: '另一个名字' }, subject: desk, code: 'resident.identity-fixed' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ maskedPhone: '100****2222', version: 2 });
    expect(await findResource(house.database, 'Patient', answer.id)).toMatchObject({ telecom: [{ value: '10011112222' }] });
  },
});

proveCommand(decideMatchReview, {
  house: () => house,
  possible: async () => ({ input: { id: (await reviewPair()).reviewId, decision: 'same' as const, reason: '核对户口簿为同一人', confirmCardReplaced: false }, subject: manager }),
  wrongState: async () => {
    const { reviewId } = await reviewPair();
    const input = { id: reviewId, decision: 'different' as const, reason: '两本户口簿', confirmCardReplaced: false };
    await house.as(manager).run(decideMatchReview, input);
    return { input, subject: manager, code: 'resident.review-decided' };
  },
  effect: async (_, answer) => {
    expect(answer.state).toBe('same');
    expect(await findResource(house.database, 'Patient', answer.right.id)).toMatchObject({
      active: false,
      link: [{ type: 'replaced-by', other: { reference: `Patient/${answer.left.id}` } }],
    });
  },
});

async function mergeInput(): Promise<InputOf<typeof mergeResidents>> {
  const { olderId, newerId } = await reviewPair();
  return { id: olderId, mergedId: newerId, reason: '本人到场核对', confirmCardReplaced: false };
}

proveCommand(mergeResidents, {
  house: () => house,
  possible: async () => ({ input: await mergeInput(), subject: manager }),
  wrongState: async () => {
    const [one, other] = [await register(person()), await register(person())];
    return { input: { id: one.resident.id, mergedId: other.resident.id, reason: '误认', confirmCardReplaced: false }, subject: manager, code: 'resident.valid-cards-differ' };
  },
  effect: async (_, answer, input) => {
    expect(await findResource(house.database, 'Patient', answer.id)).toMatchObject({
      active: true,
      link: [{ type: 'replaces', other: { reference: `Patient/${input.mergedId}` } }],
    });
    expect(answer.openReviews).toBe(0);
    // The organisation that had registered the merged entry may open the one record they have become.
    expect((await house.as(otherDesk).run(getResident, { id: answer.id })).id).toBe(answer.id);
  },
});

proveCommand(unmergeResidents, {
  house: () => house,
  possible: async () => {
    const input = await mergeInput();
    await house.as(manager).run(mergeResidents, input);
    return { input: { id: input.mergedId, reason: '核对有误' }, subject: manager };
  },
  wrongState: async () => ({ input: { id: (await register(person())).resident.id, reason: '核对有误' }, subject: manager, code: 'resident.not-merged' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ active: true, mergedIntoId: null });
    const history = await house.as(manager).run(listMergeHistory, { id: answer.id, limit: 50, offset: 0 });
    expect(history.rows.map(({ action }) => action)).toEqual(['unmerged', 'merged', 'review-opened', 'registered']);
    expect(history.rows[0]).toMatchObject({ otherResidentId: answer.id, reason: '核对有误' });
    const patient = await findResource(house.database, 'Patient', answer.id);
    expect([patient?.active, patient?.link]).toEqual([true, undefined]);
  },
});

proveCommand(issueResidentCode, {
  house: () => house,
  possible: async () => ({ input: { id: (await register(person())).resident.id, kind: 'dynamic' as const }, subject: desk }),
  wrongState: async () => {
    const input = await mergeInput();
    await house.as(manager).run(mergeResidents, input);
    return { input: { id: input.mergedId, kind: 'dynamic' as const }, subject: otherDesk, code: 'resident.merged' };
  },
  effect: async (_, answer) => {
    expect(answer.code).toMatch(/^YG1\.[0-9a-f]{32}\.[\w-]{22}$/);
    expect(Date.parse(answer.expiresAt!) - house.clock.now().getTime()).toBe(120_000);
  },
});

proveCommand(resolveResidentCode, {
  house: () => house,
  possible: async () => {
    const { resident } = await register(person());
    return { input: { code: (await house.as(desk).run(issueResidentCode, { id: resident.id, kind: 'dynamic' })).code }, subject: desk };
  },
  wrongState: async () => {
    const { resident } = await register(person());
    const { code } = await house.as(desk).run(issueResidentCode, { id: resident.id, kind: 'dynamic' });
    await house.as(desk).run(resolveResidentCode, { code });
    return { input: { code }, subject: desk, code: 'resident.code-invalid' };
  },
  effect: async (_, answer) => expect(answer.recordOpen).toBe(true),
});

describe('registering somebody who is in the index', () => {
  it('answers matched, with no more than the surname, and opens nothing to a foreign organisation', async () => {
    const known = person();
    const first = await register(known);
    const second = await register({ ...known, name: ` ${known.name} `, phone: '10077777777' } as Registration, otherDesk);
    expect(second).toMatchObject({ outcome: 'matched', resident: { id: first.resident.id, recordOpen: false, birthDate: null, maskedIdCard: null, address: null } });
    expect(second.resident.name).toBe(`${known.name[0]}**`);
    expect(await codeOf(house.as(otherDesk).run(getResident, { id: first.resident.id }))).toBe('platform.record-forbidden');
  });

  it('makes one entry of two registrations at the same moment', async () => {
    const known = person();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => register(known, index % 2 === 0 ? desk : otherDesk)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['created', 'matched', 'matched', 'matched', 'matched', 'matched']);
    expect(new Set(answers.map(({ resident }) => resident.id)).size).toBe(1);
  });

  it('keeps twins apart', async () => {
    const first17 = '99012120150607101';
    const twin = { phone: '10066660000', address: '示例县柳林镇塘坊村9组9号', birthDate: '2015-06-07', sex: 'male' as const };
    const one = await register(person({ ...twin, name: '顾明远', idCard: first17 + idCardCheckCharacter(first17) }));
    const other17 = '99012120150607103';
    const other = await register(person({ ...twin, name: '顾明达', idCard: other17 + idCardCheckCharacter(other17) }));
    expect([one.outcome, other.outcome]).toEqual(['created', 'created']);
  });

  it('lets nobody take over an identity number: another name makes a claim that is reviewed', async () => {
    const known = person();
    const first = await register(known);
    const second = await register(person({ idCard: known.idCard, birthDate: known.birthDate, sex: known.sex, name: '司马相如' }), otherDesk);
    expect(second.outcome).toBe('needs-review');
    expect(second.resident.id).not.toBe(first.resident.id);
    const shown = await house.as(otherDesk).run(getResident, { id: second.resident.id });
    expect(shown.identifiers.find(({ type }) => type === 'id-card')?.standing).toBe('claimed');
  });
});

describe('newborns', () => {
  it('keeps the second twin apart and asks when the named child is registered', async () => {
    const mother = await register(person({ sex: 'female', idCard: undefined, birthDate: '1994-08-08', name: '柳如烟' }));
    const born = { motherId: mother.resident.id, sex: 'female' as const, birthDate: yesterday() };
    const one = await house.as(desk).run(registerNewborn, { ...born, birthOrder: 1 });
    const two = await house.as(desk).run(registerNewborn, { ...born, birthOrder: 2 });
    expect([one.outcome, two.outcome, two.resident.name]).toEqual(['created', 'created', '柳如烟之女2']);
    const { phone } = await house.as(desk).run(revealIdentifier, { id: mother.resident.id, type: 'phone', reason: '联系家属' }).then(({ value }) => ({ phone: value }));
    const named = await register(person({ name: '柳念慈', sex: 'female', birthDate: yesterday(), idCard: undefined, insuranceNumber: undefined, phone }));
    expect(named).toMatchObject({ outcome: 'needs-review' });
    expect(named.reviewIds).toHaveLength(2);
  });

  it('gets name and number later', async () => {
    const { resident } = await house.as(desk).run(registerWithoutDocument, { sex: 'unknown', circumstances: '车祸送来' });
    const known = person();
    const named = await house.as(desk).run(updateResident, { id: resident.id, name: known.name, idCard: known.idCard });
    expect(named).toMatchObject({ kind: 'resident', name: known.name, birthDate: known.birthDate, sex: known.sex });
  });
});

describe('finding', () => {
  it('finds by name, pinyin initials, pinyin, telephone, number of 18 and 15 digits, and card', async () => {
    const first17 = '99012119610716204';
    const idCard = first17 + idCardCheckCharacter(first17);
    const { resident } = await register(person({ name: '诸葛思敏', birthDate: '1961-07-16', sex: 'female', idCard, phone: '13000001234' }));
    const { code } = await house.as(desk).run(issueResidentCode, { id: resident.id, kind: 'static' });
    for (const words of ['諸葛', 'zgsm', 'zhugesimin', 'ZHU GE', '13000001234', idCard, idCard.toLowerCase(), `${idCard.slice(0, 6)}${idCard.slice(8, 17)}`, code]) {
      const page = await house.as(desk).run(findResidents, { q: words, limit: 50, offset: 0 });
      expect([words, page.rows.map(({ id }) => id)]).toEqual([words, [resident.id]]);
    }
  });

  it('shows a foreign organisation nobody by name, and by the whole number only the surname', async () => {
    const known = person({ name: '欧阳修竹' });
    await register(known);
    const byName = await house.as(otherDesk).run(findResidents, { q: '欧阳修竹', limit: 50, offset: 0 });
    expect(byName).toMatchObject({ total: 0, rows: [] });
    const byNumber = await house.as(otherDesk).run(findResidents, { q: known.idCard!, limit: 50, offset: 0 });
    expect(byNumber.rows).toMatchObject([{ name: '欧阳**', recordOpen: false, birthDate: null, maskedPhone: null }]);
  });

  it('reveals a number only with a record basis, and writes the reason into the audit trail', async () => {
    const known = person();
    const { resident } = await register(known);
    expect(await codeOf(house.as(otherDesk).run(revealIdentifier, { id: resident.id, type: 'id-card', reason: '想看看' }))).toBe('platform.record-forbidden');
    expect(await house.as(desk).run(revealIdentifier, { id: resident.id, type: 'id-card', reason: '核对转诊单' })).toEqual({ value: known.idCard });
    const audits = await house.owner.query<{ purpose: string }>("select purpose from audit.entry where action = 'resident.reveal-identifier' and person_id = $1 and outcome = 'success'", [resident.id]);
    expect(audits).toEqual([{ purpose: 'id-card: 核对转诊单' }]);
  });
});

describe('reviews', () => {
  it('shows both sides with the evidence to the index manager and to nobody else', async () => {
    const { reviewId } = await reviewPair();
    const page = await house.as(manager).run(listMatchReviews, { state: 'open', limit: 500, offset: 0 });
    const review = page.rows.find(({ id }) => id === reviewId)!;
    expect(review.left.name).toBe(review.right.name);
    expect(review.evidence.reduce((sum, line) => sum + line.weight, 0)).toBe(review.score);
    expect(await codeOf(house.as(desk).run(listMatchReviews, { state: 'open', limit: 50, offset: 0 }))).toBe('platform.forbidden');
  });

  it('ends at unmerge what the merge had opened', async () => {
    const input = await mergeInput();
    await house.as(manager).run(mergeResidents, input);
    expect(await house.as(otherDesk).run(getResident, { id: input.id })).toMatchObject({ id: input.id });
    await house.as(manager).run(unmergeResidents, { id: input.mergedId, reason: '两个人' });
    expect(await codeOf(house.as(otherDesk).run(getResident, { id: input.id }))).toBe('platform.record-forbidden');
  });
});

describe('codes', () => {
  const withCodes = (personId: string): Subject => ({ ...house.resident(personId), permissions: new Set(['resident.issue-code']) });

  it('opens the record for a day when the resident shows the own code, once', async () => {
    const { resident } = await register(person());
    const { code } = await house.as(withCodes(resident.id)).run(issueResidentCode, { id: resident.id, kind: 'dynamic' });
    expect(await house.as(otherDesk).run(resolveResidentCode, { code })).toMatchObject({ id: resident.id, recordOpen: true });
    expect(await house.as(otherDesk).run(getResident, { id: resident.id })).toMatchObject({ id: resident.id });
    expect(await codeOf(house.as(desk).run(resolveResidentCode, { code }))).toBe('resident.code-invalid');
  });

  it('opens nothing when the code was issued by staff', async () => {
    const { resident } = await register(person());
    const { code } = await house.as(desk).run(issueResidentCode, { id: resident.id, kind: 'dynamic' });
    expect(await house.as(otherDesk).run(resolveResidentCode, { code })).toMatchObject({ recordOpen: false, birthDate: null });
  });

  it('is void after two minutes, and when a character is changed', async () => {
    const { resident } = await register(person());
    const { code } = await house.as(desk).run(issueResidentCode, { id: resident.id, kind: 'dynamic' });
    expect(await codeOf(house.as(desk).run(resolveResidentCode, { code: `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}` }))).toBe('resident.code-invalid');
    house.clock.advance(121_000);
    expect(await codeOf(house.as(desk).run(resolveResidentCode, { code }))).toBe('resident.code-invalid');
    house.clock.set(new Date());
  });

  it('is used once by 20 scans at the same moment', async () => {
    const { resident } = await register(person());
    const { code } = await house.as(desk).run(issueResidentCode, { id: resident.id, kind: 'dynamic' });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(house.as(desk).run(resolveResidentCode, { code }))));
    expect(outcomes.filter((outcome) => outcome === 'it was allowed')).toHaveLength(1);
  });
});
