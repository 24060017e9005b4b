import { randomBytes } from 'node:crypto';
import { keepFiles } from '#modules/imaging/server/api.ts';
import { pinyin } from 'pinyin-pro';
import type { Database } from '#platform/database/transaction.ts';
import { fixedClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { chinaDate, addDays } from '#platform/kernel/period.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import type { WorldPlan, WorldStaff } from '#tests/world/plan/types.ts';
import { householdAt } from '#tests/world/world.ts';
import { imagedPeople } from './shared-diagnosis.ts';
import { ctStudy, filmStudy, type PhantomStudy } from './imaging-phantoms.ts';
import { staffSubject } from '../staff-subjects.ts';

export interface ImagingPlay {
  readonly database: Database;
  readonly plan: WorldPlan;
  /** Where the archive keeps its files; without it there are no images. */
  readonly folder: string | undefined;
  readonly until: Date;
}

const SLICES = 60;
const DAY_MS = 86_400_000;

/** Phantom studies of one township: a chest CT with its prior, and films; names in GB18030 and in UTF-8. Stored again they change nothing. */
export async function playImaging({ database, plan, folder, until }: ImagingPlay): Promise<void> {
  const member = plan.staff.find(({ roles, demoSignIn }) => roles.includes('technician') && demoSignIn) ?? plan.staff.find(({ roles }) => roles.includes('township-doctor'));
  if (folder === undefined || member === undefined) return;
  const people = findPeople(plan, member);
  const keep = async (files: readonly Buffer[], at: Date, by = member): Promise<void> => {
    const clock = fixedClock(at);
    await keepFiles({ database, folder, clock, ids: timeOrderedIds(clock, randomBytes) }, await staffSubject(database, by), files);
  };
  const [first, ...others] = people;
  await keepStories({ database, plan, folder, until }, keep);
  if (first === undefined) return;
  // From a device that knows neither identity card nor worklist: it waits on the matching desk.
  const ago = (days: number, number: number): Date => morningOf(addDays(chinaDate(until), -days), number);
  const unknown = { ...studyOf(first, { at: ago(2, 8), number: 8, characterSet: 'GB18030' }), patientId: 'DX-0457', seed: `yigong demonstration unmatched ${first.id}` };
  await keep(filmStudy(unknown), ago(2, 8));
  // The hospital's own, for its reading class.
  const hospital = plan.staff.find(({ roles, demoSignIn }) => roles.includes('diagnostic-reader') && demoSignIn);
  const taught = { ...studyOf(first, { at: ago(9, 9), number: 9, characterSet: 'ISO_IR 192' }), patientId: 'CT-20417', seed: `yigong demonstration taught ${first.id}` };
  if (hospital !== undefined) await keep(ctStudy(taught, { slices: STORY_SLICES, noduleMm: 14 }), ago(9, 9), hospital);
  await keep(ctStudy(studyOf(first, { at: ago(180, 1), number: 1, characterSet: 'GB18030' }), { slices: SLICES, noduleMm: 6 }), ago(180, 1));
  await keep(ctStudy(studyOf(first, { at: ago(1, 2), number: 2, characterSet: 'ISO_IR 192' }), { slices: SLICES, noduleMm: 11 }), ago(1, 2));
  for (const [index, person] of others.entries()) {
    const at = ago(index + 1, index + 3);
    await keep(filmStudy(studyOf(person, { at, number: index + 3, characterSet: index % 2 === 0 ? 'GB18030' : 'ISO_IR 192' })), at);
  }
}

/** On an earlier day no hour is in the future, whenever the demonstration begins. */
const morningOf = (day: string, number: number): Date => new Date(`${day}T09:${String((number * 7) % 60).padStart(2, '0')}:00+08:00`);

const STORY_SLICES = 16;
const HALF_YEAR_MS = 182 * DAY_MS;

/** What the readers of the diagnosis centre have on their list, some with a study of half a year before. */
async function keepStories({ plan, until }: ImagingPlay, keep: (files: readonly Buffer[], at: Date) => Promise<void>): Promise<void> {
  for (const [index, { person, minutesAgo, hasPrior }] of imagedPeople(plan).entries()) {
    const at = new Date(until.getTime() - minutesAgo * 60_000);
    const before = new Date(at.getTime() - HALF_YEAR_MS);
    const study = (when: Date, number: number) => studyOf(person, { at: when, number, characterSet: index % 2 === 0 ? 'GB18030' : 'ISO_IR 192' });
    if (hasPrior) await keep(ctStudy(study(before, 40 + index), { slices: STORY_SLICES, noduleMm: 5 }), before);
    await keep(ctStudy(study(at, 20 + index), { slices: STORY_SLICES, noduleMm: hasPrior ? 9 : 0 }), at);
  }
}

/** Adults of the first households whose registration lies with the sender. */
function findPeople(plan: WorldPlan, member: WorldStaff): WorldResident[] {
  const found: WorldResident[] = [];
  const parents = new Map(plan.organisations.map(({ id, parentId }) => [id, parentId]));
  const isBelow = (id: string): boolean => id === member.organisationId || parents.get(id) === member.organisationId;
  for (let index = 0; found.length < 5 && index < plan.householdCount; index += 1) {
    const adult = householdAt(plan, index).residents.find((each) => each.document !== null && each.birthDate < addDays(plan.referenceDate, -365 * 45));
    if (adult !== undefined && isBelow(adult.managingOrganisationId)) found.push(adult);
  }
  return found;
}

/** DICOM TM. */
const chinaClock = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19).replaceAll(':', '');

function studyOf(person: WorldResident, { at, number, characterSet }: { at: Date; number: number; characterSet: PhantomStudy['characterSet'] }): PhantomStudy {
  const [family, ...given] = [...person.name];
  const latin = pinyin(person.name, { toneType: 'none', type: 'array' });
  const name = `${latin[0]}^${latin.slice(1).join('')}=${family}^${given.join('')}`;
  return {
    seed: `yigong demonstration ${number} ${person.id}`, patientId: person.id, patientName: name, birthDate: person.birthDate.replaceAll('-', ''), sex: person.sex === 'male' ? 'M' : 'F',
    date: chinaDate(at).replaceAll('-', ''), time: chinaClock(at), accessionNumber: `XD${chinaDate(at).replaceAll('-', '')}${String(number).padStart(3, '0')}`, characterSet,
  };
}
