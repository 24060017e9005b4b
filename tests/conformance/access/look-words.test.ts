import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONTRACTS } from '#apps/server/modules.ts';
import { isDirectoryType } from '#fhir/repository/access.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { basisWords } from '#modules/health-record/portal/basis-words.ts';
import { lookWords, purposeWords, thingOf } from '#modules/health-record/portal/look-words.ts';
import { IDENTIFIER_TYPES } from '#modules/residents/contract/schemas.ts';
import type { Ground } from '#platform/access/decide.ts';
import { LOOK_PATTERN } from '#platform/access/looks.ts';
import { purposes } from '#platform/access/purpose.ts';
import { titlesOfActions } from '#platform/audit/action-titles.ts';

/** Every ground on which the gate opens something; a new one does not compile until it stands here. */
const GROUNDS: Readonly<Record<Ground, true>> = {
  treatment: true, referral: true, contract: true, 'shared-centre': true, secondment: true, consent: true, emergency: true, registration: true, statistics: true, share: true, reveal: true,
  'own-record': true, 'every-organisation': true, 'own-items': true, directory: true,
};
const CHINESE = /^[\u4e00-\u9fff、，（）0-9 ]+$/;
const permissions = CONTRACTS.flatMap(({ permissions: declared }) => Object.keys(declared));

test.each(Object.keys(GROUNDS))('the ground %s has plain words', (ground) => {
  const words = basisWords(ground);
  expect(words.zh).toMatch(CHINESE);
  expect(words.en).not.toBe(ground === 'treatment' ? '' : ground.includes('-') ? ground : '');
});

test('no ground says so', () => expect(basisWords(null).zh).toMatch(CHINESE));

test.each([...purposes])('the purpose %s has plain words', (purpose) => expect(purposeWords(purpose).zh).toMatch(CHINESE));

test('every FHIR type that can hold something of a person has a name in plain words', () => {
  const unnamed = resourceTypes.filter((type) => !isDirectoryType(type) && thingOf('none.read', type) === undefined);
  expect(unnamed, 'add them to modules/health-record/portal/look-words.ts').toEqual([]);
});

test('every room and every act of it has plain words', () => {
  const unnamed = [...new Set(permissions.filter((permission) => thingOf(permission, null) === undefined).map((permission) => permission.split('.')[0]))];
  expect(unnamed, 'add them to THING_OF_ROOM in modules/health-record/portal/look-words.ts').toEqual([]);
  for (const permission of permissions) expect(lookWords(permission, null).zh, permission).toMatch(CHINESE);
});

test.each([
  ['health-record.read', 'Patient', '看了姓名、证件、电话等个人信息'],
  ['fhir.search', 'Observation', '查询了检查检验结果'],
  ['imaging.read', 'ImagingStudy', '看了影像'],
  ['shared-diagnosis.issue-report', 'ServiceRequest', '办理或记录了申请和转诊'],
  ['health-record.break-glass', 'Patient', '紧急打开了姓名、证件、电话等个人信息'],
  ['exchange.read-body', 'exchange', '看了消息和通知'],
  ['fhir.export', null, '导出了健康档案'],
  ['database.update', 'Condition', '直接修改了数据库中的诊断'],
])('%s of %s reads as %s', (action, type, words) => expect(lookWords(action, type).zh).toBe(words));

test('whoever only stood on a list of what waits for a decision is not told of a decision', () => {
  expect(lookWords('health-record.decide-access-request', null, 'list').zh).toBe('在名单中看到了姓名等信息');
  expect(lookWords('health-record.decide-access-request', null, 'treatment').zh).toBe('办理或记录了健康档案');
  expect(lookWords('residents.find-residents', null, 'list').zh).toBe('查询了姓名、证件、电话等个人信息');
});

const sourcesBelow = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const path = join(folder, entry.name);
  if (entry.isDirectory()) return sourcesBelow(path);
  return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') && !entry.name.endsWith('.gen.ts') ? [path] : [];
});

test('every action that the code writes into the trail has words for the page of the auditor, in both languages', () => {
  const titles = titlesOfActions(CONTRACTS);
  const written = ['platform', 'fhir', 'modules', 'apps/server'].flatMap(sourcesBelow).flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\baction: '([a-z][a-z-]*\.[a-z-]+)'/g)].map(([, action]) => action!));
  expect(new Set(written).size).toBeGreaterThan(40);
  expect([...new Set([...written, ...permissions])].filter((action) => titles.get(action) === undefined), 'name them in `trail` of the contract').toEqual([]);
  for (const [action, { zh, en }] of titles) expect([action, /[\u4e00-\u9fff]/.test(zh), /[a-z]/i.test(en) && !/[\u4e00-\u9fff]/.test(en)]).toEqual([action, true, true]);
});

test('every query that says whose record it showed is a look for the alarm about fresh relations', () => {
  const looks = new RegExp(LOOK_PATTERN);
  const permissionOf = new Map(CONTRACTS.flatMap(({ operations }) => Object.values(operations).map((each) => [each.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), each] as const)));
  const showing = ['modules'].flatMap(sourcesBelow).filter((file) => /\/server\/queries\//.test(file) && /about\([^)]*personId/.test(readFileSync(file, 'utf8')))
    .flatMap((file) => permissionOf.get(file.split('/').at(-1)!.slice(0, -'.ts'.length)) ?? []).filter(({ permission }) => permission !== 'portal.own-record' && permission !== 'resident.list-reviews');
  expect(showing.length).toBeGreaterThan(12);
  const unseen = new Set(showing.map(({ permission }) => permission).filter((permission) => !looks.test(permission) && permission !== 'referral.save-draft'));
  expect([...unseen], 'platform/access/looks.ts').toEqual([]);
  for (const action of ['fhir.read', 'fhir.lastn', 'fhir.match', 'imaging.search', 'imaging.get', 'imaging.move', 'exchange.read-body', 'http.answered-again']) expect([action, looks.test(action)]).toEqual([action, true]);
  for (const action of ['referral.submit', 'health-record.register-consent', 'identity.sign-in', 'fhir.create', 'scheduling.record-arrival']) expect([action, looks.test(action)]).toEqual([action, false]);
});

test.each(['match review', 'search by name', 'search by sound', 'search by number', ...IDENTIFIER_TYPES.map((type) => `${type}: 核对`), 'phone: 核对'])('the purpose that our own code writes, %s, is shown in words', (purpose) => {
  expect(purposeWords(purpose).zh).toMatch(/^[\u4e00-\u9fff：、]+$/);
  expect(purposeWords(purpose).en).not.toMatch(/^[a-z]+-/);
});
