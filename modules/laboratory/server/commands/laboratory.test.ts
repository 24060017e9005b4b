import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { bulkLoadResidents } from '#modules/residents/server/api.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { defineControlLot, listControlLots, listExternalRounds, recordControl, recordExternalRound } from '../../contract/control.ts';
import { addPicture, getPicture, printPathologyReport, withdrawPicture } from '../../contract/pictures.ts';
import {
  addPiece, countWaitingSpecimens, enterResults, getSpecimen, handOverBox, listBoxes, listReferenceItems, listSpecimens, moveSpecimen, openBox, packSpecimen, receiveBox, recordOpinion, recordTemperature, registerSpecimen, verifyResults,
} from '../../contract/specimens.ts';
import { encodePng } from '#platform/dicom/pixels/png.ts';
import type { SpecimenState } from '../../contract/states.ts';
import { laboratoryModule } from '../module.ts';

let house: TestHouse;
let nurse: Subject;
let analyst: Subject;
let senior: Subject;
let stranger: Subject;
let serial = 0;
const give = (): TestHouse => house;
const PERSON = '00000000-0000-7000-8000-000000000001';
const code = (): string => `T-${(serial += 1).toString().padStart(6, '0')}`;
const given = (more: object = {}) => ({ personId: PERSON, tubeCode: code(), part: 'laboratory' as const, kind: '静脉血', items: ['2823-3'], laboratoryOrganisationId: 'hospital', temperatureClass: 'cold' as const, isUrgent: false, isFrozenSection: false, ...more });
const PATHOLOGY = { part: 'pathology', kind: '胃窦活检', items: [], isFrozenSection: true, temperatureClass: 'room' };
const POTASSIUM = [{ code: '2823-3', value: 6.8 }];
/** A specimen walked to a state by the shortest way. */
const at = async (state: SpecimenState, more: object = {}): Promise<{ id: string; tubeCode: string }> => {
  const { id, tubeCode } = await house.as(nurse).run(registerSpecimen, given(more));
  const steps: readonly (readonly [SpecimenState, () => Promise<unknown>])[] = [
    ['collected', () => house.as(nurse).run(moveSpecimen, { id, action: 'collect' })], ['received', () => house.as(analyst).run(moveSpecimen, { id, action: 'receive' })], ['analysing', () => house.as(analyst).run(moveSpecimen, { id, action: 'analyse' })],
  ];
  if (state !== 'registered') for (const [reached, run] of steps) {
    await run();
    if (reached === state) break;
  }
  return { id, tubeCode };
};
const entered = async (): Promise<string> => {
  const { id } = await at('analysing');
  await house.as(analyst).run(enterResults, { id, results: POTASSIUM });
  return id;
};
const box = async (temperatureClass: 'cold' | 'room' = 'cold'): Promise<string> => (await house.as(nurse).run(openBox, { code: code(), laboratoryOrganisationId: 'hospital', temperatureClass })).id;
const packed = async (): Promise<string> => {
  const [id, { tubeCode }] = [await box(), await at('collected')];
  await house.as(nurse).run(packSpecimen, { id, tubeCode });
  return id;
};
const onTheRoad = async (): Promise<string> => {
  const id = await packed();
  await house.as(nurse).run(handOverBox, { id, courier: '承运员甲' });
  return id;
};
const lot = async (itemCode = '777-3'): Promise<string> => (await house.as(senior).run(defineControlLot, { itemCode, level: '1', lotNumber: code(), mean: 100, deviation: 5 })).id;

beforeAll(async () => {
  house = await openTestHouse({ modules: [laboratoryModule, residentsModule] });
  for (const id of ['township', 'hospital', 'elsewhere']) await house.addOrganisation(id);
  nurse = await house.subject({ roles: ['township-doctor'], organisationId: 'township', id: 'nurse' });
  analyst = await house.subject({ roles: ['laboratory-staff'], organisationId: 'hospital', id: 'analyst' });
  senior = await house.subject({ roles: ['laboratory-staff'], organisationId: 'hospital', id: 'senior' });
  stranger = await house.subject({ roles: ['laboratory-staff', 'township-doctor'], organisationId: 'elsewhere', id: 'stranger' });
  await house.database.transaction(async (tx) => {
    const newId = (): string => `id-${(serial += 1)}`;
    await bulkLoadResidents(tx, { registeredAt: house.clock.now(), newId, entries: [{ residentId: PERSON, ownerOrganisationId: 'township', kind: 'resident', name: '张三', sex: 'male', birthDate: '1960-01-01', phone: null, address: null, identifiers: [], birthOrder: null, motherId: null } as never] });
    await writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId }, [{ method: 'put', ownerOrganisationId: 'township', resource: { resourceType: 'Patient', id: PERSON, name: [{ text: '张三' }] } }]);
  });
}, 60_000);
afterAll(() => house.close());

describe('specimens', () => {
  proveCommand(registerSpecimen, {
    house: give, possible: async () => ({ input: given(), subject: nurse }), wrongState: async () => ({ input: given({ tubeCode: (await at('registered')).tubeCode }), subject: nurse, code: 'laboratory.code-taken' }),
    effect: async ({ database }, answer) => {
      expect(answer.state).toBe('registered');
      expect((await findResource(database, 'Specimen', answer.id))!.subject!.reference).toBe(`Patient/${PERSON}`);
    },
  });
  proveCommand(moveSpecimen, {
    house: give, possible: async () => ({ input: { id: (await at('received')).id, action: 'reject' as const, reason: 'haemolysis' as const }, subject: analyst }), wrongState: async () => ({ input: { id: (await at('registered')).id, action: 'receive' as const }, subject: analyst, code: 'laboratory.wrong-state' }),
    effect: async ({ database }, answer) => {
      expect(answer).toMatchObject({ state: 'rejected', rejectReason: 'haemolysis' });
      expect((await findResource(database, 'Specimen', answer.id))!.status).toBe('unavailable');
    },
  });

  it('a rejection has a reason; only the side whose move it is moves it; nobody else sees it', async () => {
    const { id, tubeCode } = await at('received');
    await expect(house.as(analyst).run(moveSpecimen, { id, action: 'reject' })).rejects.toMatchObject({ code: 'laboratory.reason-missing' });
    await expect(house.as(nurse).run(moveSpecimen, { id, action: 'reject', reason: 'leak' })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    await expect(house.as(stranger).run(getSpecimen, { id })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
    expect((await house.as(stranger).run(listSpecimens, { limit: 50, offset: 0 })).total).toBe(0);
    expect((await house.as(stranger).run(countWaitingSpecimens, {})).waiting).toBe(0);
    expect((await house.as(nurse).run(listSpecimens, { limit: 50, offset: 0, q: tubeCode })).rows.map((row) => row.id)).toEqual([id]);
    expect((await house.as(nurse).run(getSpecimen, { id })).steps.map(({ action }) => action)).toEqual(['register', 'collect', 'receive']);
  });
});

describe('boxes', () => {
  proveCommand(openBox, {
    house: give, possible: async () => ({ input: { code: code(), laboratoryOrganisationId: 'hospital', temperatureClass: 'cold' as const }, subject: nurse }),
    wrongState: async () => { const taken = code(); await house.as(nurse).run(openBox, { code: taken, laboratoryOrganisationId: 'hospital', temperatureClass: 'cold' }); return { input: { code: taken, laboratoryOrganisationId: 'hospital', temperatureClass: 'cold' as const }, subject: nurse, code: 'laboratory.code-taken' }; },
    effect: async (_, answer) => expect(answer).toMatchObject({ state: 'open', specimens: 0 }),
  });
  proveCommand(packSpecimen, {
    house: give, possible: async () => ({ input: { id: await box(), tubeCode: (await at('collected')).tubeCode }, subject: nurse }), wrongState: async () => ({ input: { id: await box('room'), tubeCode: (await at('collected')).tubeCode }, subject: nurse, code: 'laboratory.wrong-state' }),
    effect: async (_, answer) => expect(answer.specimens).toBe(1),
  });
  proveCommand(handOverBox, {
    house: give, possible: async () => ({ input: { id: await packed(), courier: '承运员甲', sealNumber: 'F-1' }, subject: nurse }), wrongState: async () => ({ input: { id: await box(), courier: '承运员甲' }, subject: nurse, code: 'laboratory.wrong-state' }),
    effect: async (_, answer) => expect(answer).toMatchObject({ state: 'in-transit', sealNumber: 'F-1' }),
  });
  proveCommand(recordTemperature, {
    house: give, possible: async () => ({ input: { id: await onTheRoad(), celsius: 9.5 }, subject: nurse }), wrongState: async () => { const id = await onTheRoad(); await house.as(analyst).run(receiveBox, { id }); return { input: { id, celsius: 5 }, subject: nurse, code: 'laboratory.wrong-state' }; },
    effect: async (_, answer) => expect([answer.alarms, answer.temperatures.at(-1)]).toEqual([1, expect.objectContaining({ celsius: 9.5, isAlarm: true })]),
  });
  proveCommand(receiveBox, {
    house: give, possible: async () => ({ input: { id: await onTheRoad() }, subject: analyst }), wrongState: async () => ({ input: { id: await packed() }, subject: analyst, code: 'laboratory.wrong-state' }),
    effect: async (_, answer) => {
      expect(answer.state).toBe('received');
      expect((await house.as(analyst).run(listSpecimens, { limit: 5, offset: 0, boxId: answer.id })).rows.map(({ state }) => state)).toEqual(['received']);
      expect((await house.as(stranger).run(listBoxes, { limit: 5, offset: 0 })).total).toBe(0);
    },
  });
});

describe('results', () => {
  proveCommand(enterResults, {
    house: give, possible: async () => ({ input: { id: (await at('analysing')).id, results: POTASSIUM }, subject: analyst }), wrongState: async () => ({ input: { id: (await at('received')).id, results: POTASSIUM }, subject: analyst, code: 'laboratory.wrong-state' }),
    effect: async (_, answer) => expect(answer.results[0]).toMatchObject({ value: 6.8, low: 3.5, high: 5.3, flag: 'H', verifiedAt: null }),
  });
  proveCommand(verifyResults, {
    house: give, possible: async () => ({ input: { id: await entered() }, subject: senior }), wrongState: async () => ({ input: { id: await entered() }, subject: analyst, code: 'laboratory.same-person' }),
    effect: async ({ database, owner }, answer) => {
      expect(answer).toMatchObject({ state: 'resulted', results: [{ verifiedByName: senior.name }] });
      expect(await findResource(database, 'Observation', answer.results[0]!.observationId!)).toMatchObject({ status: 'final', valueQuantity: { value: 6.8 }, interpretation: [{ coding: [{ code: 'H' }] }] });
      const [event] = await owner.query<{ payload: { observationIds: string[] } }>("select payload from events.outbox where name = 'laboratory.result-verified' and payload ->> 'specimenId' = $1", [answer.id]);
      expect(event!.payload.observationIds).toEqual([answer.results[0]!.observationId]);
    },
  });

  it('a change beyond the limit of the item is looked at; an item whose control is out is not verified', async () => {
    const { id } = await at('analysing');
    const detail = await house.as(analyst).run(enterResults, { id, results: [{ code: '2823-3', value: 4.1 }] });
    expect(detail.results[0]).toMatchObject({ flag: 'N', previous: 6.8, isDeltaNotable: true });
    const control = await lot('2823-3');
    expect((await house.as(analyst).run(recordControl, { id: control, value: 120 })).values.at(-1)).toMatchObject({ z: 4, rules: ['1-2s', '1-3s'], isRejected: true });
    await expect(house.as(senior).run(verifyResults, { id })).rejects.toMatchObject({ code: 'laboratory.control-out' });
    house.clock.set(new Date(house.clock.now().getTime() + 60_000));
    await house.as(analyst).run(recordControl, { id: control, value: 101 });
    expect((await house.as(senior).run(verifyResults, { id })).state).toBe('resulted');
    expect((await house.as(analyst).run(listReferenceItems, {})).rows.length).toBeGreaterThan(10);
  });
});

describe('pathology', () => {
  proveCommand(addPiece, {
    house: give, possible: async () => ({ input: { id: (await at('received', PATHOLOGY)).id, kind: 'block' as const }, subject: analyst }), wrongState: async () => ({ input: { id: (await at('received')).id, kind: 'block' as const }, subject: analyst, code: 'laboratory.not-pathology' }),
    effect: async (_, answer) => expect(answer.pieces.map((piece) => piece.code)).toEqual([`${answer.tubeCode}-A`]),
  });

  it('slides bear the code of their block', async () => {
    const { id, tubeCode } = await at('received', PATHOLOGY);
    const { pieces } = await house.as(analyst).run(addPiece, { id, kind: 'block' });
    const after = await house.as(analyst).run(addPiece, { id, kind: 'slide', parentId: pieces[0]!.id });
    expect(after.pieces.map((piece) => piece.code)).toEqual([`${tubeCode}-A`, `${tubeCode}-A-1`]);
    await expect(house.as(analyst).run(addPiece, { id, kind: 'slide' })).rejects.toMatchObject({ code: 'laboratory.parent-unknown' });
  });

  proveCommand(recordOpinion, {
    house: give, possible: async () => ({ input: { id: (await at('received', PATHOLOGY)).id, kind: 'frozen' as const, text: '良性病变' }, subject: senior }), wrongState: async () => ({ input: { id: (await at('received', PATHOLOGY)).id, kind: 'second' as const, text: '同意' }, subject: senior, code: 'laboratory.wrong-state' }),
    effect: async (_, answer) => expect(answer.opinions[0]).toMatchObject({ kind: 'frozen', minutesFromReceipt: 0 }),
  });

  it('cold ischaemia is the time from excision to fixation, in minutes', async () => {
    const { id } = await at('registered', PATHOLOGY);
    const now = house.clock.now().getTime();
    const moment = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
    await expect(house.as(nurse).run(moveSpecimen, { id, action: 'collect', excisedAt: moment(10), fixedAt: moment(20) })).rejects.toMatchObject({ code: 'laboratory.wrong-times' });
    expect((await house.as(nurse).run(moveSpecimen, { id, action: 'collect', excisedAt: moment(45), fixedAt: moment(12) })).coldIschaemiaMinutes).toBe(33);
  });
});

describe('quality control', () => {
  proveCommand(defineControlLot, {
    house: give, possible: async () => ({ input: { itemCode: '777-3', level: '1', lotNumber: code(), mean: 200, deviation: 8 }, subject: senior }), wrongState: async () => ({ input: { itemCode: 'nothing', level: '1', lotNumber: code(), mean: 1, deviation: 1 }, subject: senior, code: 'laboratory.item-unknown' }),
    effect: async (_, answer) => expect((await house.as(analyst).run(listControlLots, { limit: 100, offset: 0 })).rows.map(({ id }) => id)).toContain(answer.id),
  });
  proveCommand(recordControl, {
    house: give, possible: async () => ({ input: { id: await lot(), value: 111 }, subject: analyst }), wrongState: async () => ({ input: { id: await lot(), value: 111 }, subject: stranger, code: 'platform.organisation-forbidden' }),
    effect: async (_, answer) => expect(answer.values).toEqual([expect.objectContaining({ z: 2.2, rules: ['1-2s'], isRejected: false })]),
  });
  proveCommand(recordExternalRound, {
    house: give, possible: async () => ({ input: { programme: '省临检中心', round: code(), itemCode: '718-7', reported: 131, target: 120, deviation: 4 }, subject: senior }), wrongState: async () => ({ input: { programme: '省临检中心', round: code(), itemCode: 'nothing', reported: 1, target: 1, deviation: 1 }, subject: senior, code: 'laboratory.item-unknown' }),
    effect: async (_, answer) => {
      expect(answer).toMatchObject({ z: 2.75, verdict: 'questionable' });
      expect((await house.as(stranger).run(listExternalRounds, { limit: 5, offset: 0 })).total).toBe(0);
    },
  });
});

describe('pictures of pathology', () => {
  /** One point with a colour of its own. */
  const picture = (): string => {
    serial += 1;
    return encodePng({ data: Uint8Array.of(serial & 255, (serial >> 8) & 255, 7), width: 1, height: 1, channels: 3 }).toString('base64');
  };
  const tissue = async (): Promise<string> => (await at('received', PATHOLOGY)).id;
  const pictured = async (): Promise<{ id: string; pictureId: string }> => {
    const id = await tissue();
    const { pictures } = await house.as(analyst).run(addPicture, { id, kind: 'gross', caption: '灰白结节', base64: picture() });
    return { id, pictureId: pictures[0]!.id };
  };
  proveCommand(addPicture, {
    house: give, possible: async () => ({ input: { id: await tissue(), kind: 'gross' as const, caption: '灰白结节', base64: picture() }, subject: analyst }),
    wrongState: async () => ({ input: { id: (await at('received')).id, kind: 'gross' as const, caption: '血', base64: picture() }, subject: analyst, code: 'laboratory.not-pathology' }),
    effect: async (_, answer) => {
      expect(answer.pictures).toMatchObject([{ kind: 'gross', caption: '灰白结节' }]);
      expect((await house.as(nurse).run(getPicture, { id: answer.id, pictureId: answer.pictures[0]!.id })).mediaType).toBe('image/png');
      await expect(house.as(stranger).run(getPicture, { id: answer.id, pictureId: answer.pictures[0]!.id })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
    },
  });
  proveCommand(withdrawPicture, {
    house: give, possible: async () => ({ input: await pictured(), subject: analyst }), wrongState: async () => ({ input: { id: await tissue(), pictureId: 'none' }, subject: analyst, code: 'platform.not-found' }),
    effect: async (_, answer) => expect(answer.pictures).toEqual([]),
  });

  it('a slide is named, what is no picture is refused, the report shows text and pictures', async () => {
    const { id } = await pictured();
    const add = (more: object) => house.as(analyst).run(addPicture, { id, kind: 'slide', caption: 'HE ×100', base64: picture(), ...more });
    await expect(add({})).rejects.toMatchObject({ code: 'laboratory.piece-unknown' });
    await expect(add({ kind: 'gross', base64: Buffer.from('<svg onload="x()"></svg>').toString('base64') })).rejects.toMatchObject({ code: 'laboratory.no-picture' });
    const { pieces } = await house.as(analyst).run(addPiece, { id, kind: 'block' });
    const text = async (): Promise<Buffer> => Buffer.from((await house.as(nurse).run(printPathologyReport, { id })).contentBase64, 'base64');
    const before = await text();
    const same = picture();
    await add({ pieceId: pieces[0]!.id, base64: same });
    await expect(add({ pieceId: pieces[0]!.id, base64: same })).rejects.toMatchObject({ code: 'laboratory.picture-taken' });
    await house.as(senior).run(recordOpinion, { id, kind: 'diagnosis', text: '纤维腺瘤' });
    const after = await text();
    const imagesIn = (pdf: Buffer): number => pdf.toString('latin1').split('/Subtype /Image').length - 1;
    expect([before.subarray(0, 5).toString(), imagesIn(before), imagesIn(after)]).toEqual(['%PDF-', 1, 2]);
    expect((await house.as(nurse).run(printPathologyReport, { id })).fileName).toBe('病理诊断报告.pdf');
  });
});
