import { gzipSync } from 'node:zlib';
import { recordEcg } from '#modules/ecg/contract.ts';
import { ageInYears } from '#platform/kernel/period.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import type { WorldPlan, WorldStaff } from '#tests/world/plan/types.ts';
import { householdAt } from '#tests/world/world.ts';
import { syntheticAecg, type SyntheticEcg } from './ecg-signal.ts';
import type { PlayRequest, StoppedStory } from '../play-referrals.ts';
import { openStage } from '../stage.ts';

const HOUR_MS = 3_600_000;
const HOUSEHOLDS_SEARCHED = 300;

/** What each record shows, and how many hours before the present it was made. */
const RECORDS: readonly (Pick<SyntheticEcg, 'rr' | 'pr' | 'qrs' | 'qt' | 'inferiorSt'> & { readonly person: number; readonly hoursAgo: number; readonly isMatched: boolean })[] = [
  { person: 0, hoursAgo: 9000, rr: 840, pr: 158, qrs: 92, qt: 386, inferiorSt: 0, isMatched: true }, { person: 0, hoursAgo: 3, rr: 620, pr: 164, qrs: 98, qt: 352, inferiorSt: 260, isMatched: true },
  { person: 1, hoursAgo: 30, rr: 1220, pr: 214, qrs: 94, qt: 430, inferiorSt: 0, isMatched: true }, { person: 2, hoursAgo: 52, rr: 790, pr: 150, qrs: 88, qt: 372, inferiorSt: 0, isMatched: true },
  { person: 3, hoursAgo: 5, rr: 545, pr: 140, qrs: 90, qt: 330, inferiorSt: 0, isMatched: false },
];

/** What the device shows under each report of the stories, a little different from person to person. */
export function ecgShows(report: string, salt: number): Pick<SyntheticEcg, 'rr' | 'pr' | 'qrs' | 'qt' | 'inferiorSt'> {
  if (report === 'ecgStemi') return { rr: 625, pr: 160, qrs: 96, qt: 356, inferiorSt: 300 };
  if (report === 'ecgFibrillation') return { rr: 555, pr: 150, qrs: 92, qt: 330, inferiorSt: 0 };
  return { rr: 800 + (salt % 7) * 20, pr: 152 + (salt % 5) * 4, qrs: 90, qt: 382, inferiorSt: 0 };
}

/** A file of a device, as the input of `recordEcg`. */
export function ecgInput(person: WorldResident, { id, at, shows, patientId = person.id }: { id: string; at: Date; shows: ReturnType<typeof ecgShows>; patientId?: string }): { fileName: string; base64: string; isPacked: true } {
  const clock = new Date(at.getTime() + 8 * HOUR_MS).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const text = syntheticAecg({ ...shows, id, patientId, name: person.name, sex: person.sex === 'male' ? 'M' : 'F', birthDate: person.birthDate.replaceAll('-', ''), recordedAt: clock });
  return { fileName: `ecg-${clock}.xml`, base64: gzipSync(text).toString('base64'), isPacked: true };
}

/** Synthetic ECGs of people whom the township cares for, one of them with one of a year before, and one that waits for its person. */
export async function playEcg(request: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(request.database, request.modules);
  const doctor = request.plan.staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes('township-doctor'));
  if (!stage.has(recordEcg) || doctor === undefined) return [];
  const people = peopleOf(request.plan, doctor);
  const stopped: StoppedStory[] = [];
  for (const [index, record] of RECORDS.entries()) {
    const person = people[record.person];
    if (person === undefined) continue;
    const at = new Date(request.until.getTime() - record.hoursAgo * HOUR_MS);
    const file = ecgInput(person, { id: `E${index + 1}`, at, shows: record, ...(record.isMatched ? {} : { patientId: `MZ${1000 + index}` }) });
    try {
      await stage.act(recordEcg, { ...file, ...(record.isMatched ? { personId: person.id } : {}) }, { member: doctor, at, key: `world-ecg-${index}` });
    } catch (error) {
      stopped.push({ key: `ecg-${index}`, error });
    }
  }
  return stopped;
}

/** Adults whom the doctor's organisation looks after. */
export function peopleOf(plan: WorldPlan, doctor: WorldStaff): WorldResident[] {
  const people = Array.from({ length: Math.min(HOUSEHOLDS_SEARCHED, plan.householdCount) }, (_, index) => householdAt(plan, index).residents).flat();
  const below = new Set(plan.organisations.filter(({ id, parentId }) => id === doctor.organisationId || parentId === doctor.organisationId).map(({ id }) => id));
  return people.filter((each) => below.has(each.managingOrganisationId) && ageInYears(each.birthDate, plan.referenceDate) >= 45).slice(0, 12);
}
