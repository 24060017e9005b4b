import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { boxStates, handActions, rejectReasons, specimenStates, type TemperatureClass } from './states.ts';

export const idSchema = z.string().min(1).max(64);
const text = (max: number) => z.string().trim().max(max);
const instant = z.iso.datetime({ offset: true });
const temperature = z.enum(['cold', 'room', 'frozen'] satisfies readonly TemperatureClass[]);
const partSchema = z.enum(['laboratory', 'pathology']);

const specimenSchema = z.object({
  id: z.string(), tubeCode: z.string(), part: partSchema, kind: z.string(), items: z.array(z.string()), organisationId: z.string(), laboratoryOrganisationId: z.string(), personId: z.string(), personName: z.string(), personSex: z.string(), personBirthDate: z.string().nullable(),
  temperatureClass: temperature, isUrgent: z.boolean(), state: z.enum(specimenStates), since: z.string(), registeredAt: z.string(), collectedAt: z.string().nullable(), receivedAt: z.string().nullable(), boxId: z.string().nullable(), boxCode: z.string().nullable(), rejectReason: z.enum(rejectReasons).nullable(),
  /** Pathology: when it left the body, when it went into fixative, and what lies between. */
  excisedAt: z.string().nullable(), fixedAt: z.string().nullable(), coldIschaemiaMinutes: z.number().nullable(), isFrozenSection: z.boolean(), storedUntil: z.string().nullable(),
});
export type SpecimenCard = z.infer<typeof specimenSchema>;

const resultSchema = z.object({
  id: z.string(), code: z.string(), name: z.string(), value: z.number(), unit: z.string(), low: z.number().nullable(), high: z.number().nullable(), flag: z.enum(['L', 'H', 'N', 'U']), previous: z.number().nullable(), deltaPercent: z.number().nullable(), isDeltaNotable: z.boolean(),
  enteredById: z.string(), enteredByName: z.string(), enteredAt: z.string(), verifiedByName: z.string().nullable(), verifiedAt: z.string().nullable(), observationId: z.string().nullable(),
});
export type Result = z.infer<typeof resultSchema>;

const pieceSchema = z.object({ id: z.string(), kind: z.enum(['block', 'slide']), code: z.string(), parentId: z.string().nullable(), note: z.string().nullable(), at: z.string(), byName: z.string() });
const opinionSchema = z.object({ id: z.string(), kind: z.enum(['gross', 'frozen', 'diagnosis', 'second']), text: z.string(), at: z.string(), byName: z.string(), minutesFromReceipt: z.number().nullable() });
/** Without the bytes. */
const pictureSchema = z.object({ id: z.string(), kind: z.enum(['gross', 'slide']), pieceId: z.string().nullable(), caption: z.string(), at: z.string(), byName: z.string() });
export const specimenDetailSchema = specimenSchema.extend({
  steps: z.array(z.object({ action: z.string(), stateAfter: z.string(), at: z.string(), byName: z.string(), note: z.string().nullable() })),
  results: z.array(resultSchema), pieces: z.array(pieceSchema), opinions: z.array(opinionSchema), pictures: z.array(pictureSchema), box: z.object({ id: z.string(), code: z.string(), state: z.enum(boxStates), courier: z.string().nullable(), lowest: z.number().nullable(), highest: z.number().nullable(), alarms: z.number() }).nullable(),
});
export type SpecimenDetail = z.infer<typeof specimenDetailSchema>;

export const registerSpecimen = command({
  name: 'registerSpecimen', path: '/laboratory/specimens', permission: 'laboratory.register', event: 'laboratory.specimen-registered', summary: { zh: '登记标本', en: 'Register a specimen' },
  input: z.object({
    personId: idSchema, tubeCode: z.string().trim().regex(/^[A-Za-z0-9-]{4,32}$/, '管码为 4–32 个字母、数字、横线 | A tube code has 4 to 32 letters, digits and dashes'), part: partSchema.default('laboratory'), kind: text(40).min(1), items: z.array(text(40)).max(30).default([]), laboratoryOrganisationId: idSchema,
    temperatureClass: temperature.default('cold'), isUrgent: z.boolean().default(false), orderId: idSchema.nullish(), isFrozenSection: z.boolean().default(false),
  }), output: specimenSchema,
});
export const moveSpecimen = command({
  name: 'moveSpecimen', path: '/laboratory/specimens/{id}/move', permission: 'laboratory.move', event: 'laboratory.specimen-moved', summary: { zh: '标本流转', en: 'Move a specimen on' },
  input: z.object({ id: idSchema, action: z.enum(handActions), reason: z.enum(rejectReasons).nullish(), note: text(300).nullish(), excisedAt: instant.nullish(), fixedAt: instant.nullish(), storedDays: z.coerce.number().int().min(1).max(3650).nullish() }), output: specimenSchema,
});
export const listSpecimens = query({
  name: 'listSpecimens', path: '/laboratory/specimens', permission: 'laboratory.read', summary: { zh: '标本列表', en: 'List specimens' },
  input: z.object({ ...pageInput, q: text(64).optional(), part: partSchema.optional(), state: z.enum(specimenStates).optional(), personId: idSchema.optional(), boxId: idSchema.optional() }), output: pageOf(specimenSchema),
});
export const getSpecimen = query({ name: 'getSpecimen', path: '/laboratory/specimens/{id}', permission: 'laboratory.read', summary: { zh: '查看标本与去向', en: 'Where is my sample' }, input: z.object({ id: idSchema }), output: specimenDetailSchema });
export const countWaitingSpecimens = query({ name: 'countWaitingSpecimens', path: '/laboratory/waiting-count', permission: 'laboratory.read', summary: { zh: '待处理标本数', en: 'Count specimens that wait' }, input: z.object({}), output: z.object({ waiting: z.number() }) });

const boxSchema = z.object({
  id: z.string(), code: z.string(), organisationId: z.string(), laboratoryOrganisationId: z.string(), temperatureClass: temperature, courier: z.string().nullable(), sealNumber: z.string().nullable(), state: z.enum(boxStates), since: z.string(), specimens: z.number(),
  temperatures: z.array(z.object({ at: z.string(), celsius: z.number(), isAlarm: z.boolean() })), alarms: z.number(),
});
export type Box = z.infer<typeof boxSchema>;
export const openBox = command({
  name: 'openBox', path: '/laboratory/boxes', permission: 'laboratory.pack', event: 'laboratory.box-opened', summary: { zh: '启用转运箱', en: 'Open a box' },
  input: z.object({ code: z.string().trim().min(2).max(32), laboratoryOrganisationId: idSchema, temperatureClass: temperature.default('cold') }), output: boxSchema,
});
export const packSpecimen = command({ name: 'packSpecimen', path: '/laboratory/boxes/{id}/pack', permission: 'laboratory.pack', event: 'laboratory.specimen-packed', summary: { zh: '标本装箱', en: 'Pack a specimen' }, input: z.object({ id: idSchema, tubeCode: z.string().trim().min(1).max(32) }), output: boxSchema });
export const handOverBox = command({ name: 'handOverBox', path: '/laboratory/boxes/{id}/hand-over', permission: 'laboratory.pack', event: 'laboratory.box-handed-over', summary: { zh: '交接给承运员', en: 'Hand a box to the courier' }, input: z.object({ id: idSchema, courier: z.string().trim().min(1).max(60), sealNumber: text(40).nullish() }), output: boxSchema });
export const recordTemperature = command({ name: 'recordTemperature', path: '/laboratory/boxes/{id}/temperatures', permission: 'laboratory.pack', event: 'laboratory.temperature-recorded', summary: { zh: '记录箱温', en: 'Record the temperature of a box' }, input: z.object({ id: idSchema, celsius: z.coerce.number().min(-100).max(60), at: instant.nullish() }), output: boxSchema });
export const receiveBox = command({ name: 'receiveBox', path: '/laboratory/boxes/{id}/receive', permission: 'laboratory.analyse', event: 'laboratory.box-received', summary: { zh: '签收转运箱', en: 'Receive a box' }, input: z.object({ id: idSchema }), output: boxSchema });
export const listBoxes = query({ name: 'listBoxes', path: '/laboratory/boxes', permission: 'laboratory.read', summary: { zh: '转运箱列表', en: 'List boxes' }, input: z.object({ ...pageInput, state: z.enum(boxStates).optional() }), output: pageOf(boxSchema) });

export const enterResults = command({
  name: 'enterResults', path: '/laboratory/specimens/{id}/results', permission: 'laboratory.analyse', event: 'laboratory.results-entered', summary: { zh: '录入结果', en: 'Enter results' },
  input: z.object({ id: idSchema, results: z.array(z.object({ code: z.string().trim().min(1).max(20), value: z.coerce.number().finite() })).min(1).max(60) }), output: specimenDetailSchema,
});
export const verifyResults = command({ name: 'verifyResults', path: '/laboratory/specimens/{id}/verify', permission: 'laboratory.verify', event: 'laboratory.result-verified', summary: { zh: '审核发布结果', en: 'Verify results' }, input: z.object({ id: idSchema }), output: specimenDetailSchema });
export const addPiece = command({ name: 'addPiece', path: '/laboratory/specimens/{id}/pieces', permission: 'laboratory.analyse', event: 'laboratory.piece-added', summary: { zh: '登记蜡块、玻片', en: 'Add a block or slide' }, input: z.object({ id: idSchema, kind: z.enum(['block', 'slide']), parentId: idSchema.nullish(), note: text(200).nullish() }), output: specimenDetailSchema });
export const recordOpinion = command({ name: 'recordOpinion', path: '/laboratory/specimens/{id}/opinions', permission: 'laboratory.verify', event: 'laboratory.opinion-recorded', summary: { zh: '记录病理意见', en: 'Record an opinion of pathology' }, input: z.object({ id: idSchema, kind: opinionSchema.shape.kind, text: z.string().trim().min(2).max(4000) }), output: specimenDetailSchema });
export const listReferenceItems = query({ name: 'listReferenceItems', path: '/laboratory/items', permission: 'laboratory.read', summary: { zh: '检验项目与参考区间', en: 'Items and reference ranges' }, input: z.object({}), output: z.object({ rows: z.array(z.object({ code: z.string(), name: z.string(), unit: z.string(), sex: z.string().nullable(), fromDays: z.number(), untilDays: z.number(), low: z.number().nullable(), high: z.number().nullable(), deltaPercent: z.number() })) }) });
