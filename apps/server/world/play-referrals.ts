import { getReferral, planDownReferral, saveReferralDraft, type ReferralCard } from '#modules/referral/contract.ts';
import { searchResources } from '#fhir/repository/search.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { addDays, ageInYears } from '#platform/kernel/period.ts';
import type { WorldOrganisation, WorldPlan, WorldStaff } from '#tests/world/plan/types.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import { householdAt } from '#tests/world/world.ts';
import { ACTS, draftOf, type StoryState } from './referral-acts.ts';
import { REFERRAL_CASES } from './referral-cases.ts';
import { REFERRAL_STORIES, type ReferralStory } from './referral-stories.ts';
import { schedulingSeed } from './scheduling-seed.ts';
import { openStage, type Stage } from './stage.ts';

export interface PlayRequest {
  readonly database: Database;
  readonly plan: WorldPlan;
  readonly modules: readonly ServerModule[];
  /** The stories end before this moment; the same moment again repeats nothing. */
  readonly until: Date;
}

/** A story that stopped, with the reason; the demonstration goes on without its rest. */
export interface StoppedStory {
  readonly key: string;
  readonly error: unknown;
}

/** Plays the referrals of the demonstration through the commands, so that the desk is alive at the first start. */
export async function playReferrals(request: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(request.database, request.modules);
  if (!stage.has(saveReferralDraft)) return [];
  const cast = castOf(request.plan, await listTreated(request));
  const stopped: StoppedStory[] = [];
  // Oldest first, so that beds and seats are taken in the order of time.
  for (const story of [...REFERRAL_STORIES].sort((a, b) => b.hoursAgo - a.hoursAgo)) {
    try {
      await playStory(stage, request, { story, cast });
    } catch (error) {
      stopped.push({ key: story.key, error });
    }
  }
  return stopped;
}

interface Cast {
  organisation(slug: string): WorldOrganisation;
  resident(story: ReferralStory): WorldResident;
  doctor(organisation: WorldOrganisation, specialistOf?: string): WorldStaff;
  coordinator(organisation: WorldOrganisation): WorldStaff;
  /** The next seat of the department for referrals after a moment. */
  slot(organisation: WorldOrganisation, department: string, after: Date): Seat | undefined;
  ward(organisation: WorldOrganisation, department: string): string | undefined;
}

interface Seat {
  readonly slotId: string;
  readonly startsAt: string;
}

interface Telling {
  readonly story: ReferralStory;
  readonly cast: Cast;
}

const HOUR_MS = 3_600_000;
const TAKES_SEAT: ReadonlySet<string> = new Set(['accept-slot', 'counter-offer-time']);
const arrivalOf = (story: ReferralStory, start: number): number => start + (story.acts.indexOf('arrive') + 1) * story.pace * HOUR_MS;

async function playStory(stage: Stage, { until }: PlayRequest, { story, cast }: Telling): Promise<void> {
  const [from, to] = [cast.organisation(story.from), cast.organisation(story.to)];
  const resident = cast.resident(story);
  const { department } = REFERRAL_CASES[story.case];
  let start = until.getTime() - story.hoursAgo * HOUR_MS;
  let state: StoryState = {
    story,
    personId: resident.id,
    homeOrganisationId: resident.managingOrganisationId,
    referralId: '',
    downId: '',
    lineIds: [],
    fromOrganisationId: from.id,
    toOrganisationId: to.id,
    slotId: undefined,
    wardId: cast.ward(to, department),
    at: new Date(start),
  };
  if (story.acts[0] !== 'emergency') {
    const card: ReferralCard = await stage.act(saveReferralDraft, draftOf(state), { member: cast.doctor(from), at: state.at, key: `world-${story.key}-draft` });
    state = { ...state, referralId: card.id };
  }
  for (const [index, act] of story.acts.entries()) {
    const at = new Date(Math.min(start + (index + 1) * story.pace * HOUR_MS, until.getTime()));
    const seat = TAKES_SEAT.has(act) ? cast.slot(to, department, at) : undefined;
    // Nobody arrives before the hour of the seat; what follows moves on with it.
    if (seat !== undefined && story.acts.includes('arrive')) start += Math.max(0, Date.parse(seat.startsAt) - arrivalOf(story, start));
    state = await perform(stage, { state: { ...state, at, slotId: seat?.slotId }, act, cast });
  }
}

interface Performance {
  readonly state: StoryState;
  readonly act: ReferralStory['acts'][number];
  readonly cast: Cast;
}

async function perform(stage: Stage, { state, act, cast }: Performance): Promise<StoryState> {
  const { story, at } = state;
  const { operation, side, specialist, input } = ACTS[act](state);
  const organisation = cast.organisation(side === 'sender' ? story.from : story.to);
  const member = side === 'sender' ? cast.doctor(organisation) : specialist ? cast.doctor(organisation, REFERRAL_CASES[story.case].department) : cast.coordinator(organisation);
  const card = (await stage.act(operation, input, { member, at, key: `world-${story.key}-${act}` })) as ReferralCard;
  if (act === 'emergency') return { ...state, referralId: card.id };
  if (operation !== planDownReferral) return state;
  const planned = await stage.act(getReferral, { id: card.id }, { member, at });
  return { ...state, downId: card.id, lineIds: planned.medications.map((line) => line.lineId) };
}

/** Days in which a hospital that saw somebody may still refer. */
const TREATED_DAYS = 60;
const TREATED_MAX = 200;

/** Who was seen lately, by hospital: `organisation/person`. Hospitals have no area of their own. */
async function listTreated({ database, plan }: PlayRequest): Promise<ReadonlySet<string>> {
  const treated = new Set<string>();
  for (const organisation of plan.organisations.filter(({ kind }) => kind === 'hospital' || kind === 'tcm-hospital')) {
    const query = `Encounter?service-provider=Organization/${organisation.id}&date=ge${addDays(plan.referenceDate, -TREATED_DAYS)}&_sort=date&_count=${TREATED_MAX}`;
    for (const resource of (await searchResources(database, systemSubject, query)).resources) {
      if (resource.resourceType === 'Encounter') treated.add(`${organisation.id}/${resource.subject!.reference!.slice('Patient/'.length)}`);
    }
  }
  return treated;
}

function castOf(plan: WorldPlan, treated: ReadonlySet<string>): Cast {
  const bySlug = new Map(plan.organisations.map((organisation) => [organisation.slug, organisation]));
  const village = plan.staff.find((member) => member.demoSignIn && member.roles.includes('village-doctor'))!;
  const taken = new Set<string>();
  const seats = freeSeats(plan);
  const people = Array.from({ length: Math.min(HOUSEHOLDS_SEARCHED, plan.householdCount) }, (_, index) => householdAt(plan, index).residents).flat();
  const organisation = (slug: string): WorldOrganisation => (slug === 'village' ? plan.organisations.find(({ id }) => id === village.organisationId)! : bySlug.get(slug)!);
  const staffAt = (at: WorldOrganisation, suits: (member: WorldStaff) => boolean): WorldStaff | undefined => plan.staff.find((member) => member.organisationId === at.id && suits(member));
  const coordinator = (at: WorldOrganisation): WorldStaff => staffAt(at, (member) => member.roles.includes('referral-coordinator')) ?? staffAt(at, () => true)!;
  return {
    organisation,
    coordinator,
    resident: (story) => residentFor(plan, { story, from: organisation(story.from), taken, people, treated, demoVillage: village.organisationId }),
    doctor: (at, specialistOf) =>
      (specialistOf === undefined ? undefined : staffAt(at, (member) => member.speciality === specialistOf)) ??
      staffAt(at, (member) => member.roles.includes('township-doctor') || member.roles.includes('village-doctor')) ??
      coordinator(at),
    slot: (at, department, after) => {
      const offered = seats.get(`${at.id}/${department}`) ?? [];
      const index = offered.findIndex(({ startsAt }) => Date.parse(startsAt) > after.getTime() + SEAT_NOTICE_MS);
      return index < 0 ? undefined : offered.splice(index, 1)[0];
    },
    ward: (at, department) => plan.wards.find((ward) => ward.organisationId === at.id && at.departments.some(({ id, name }) => id === ward.departmentId && name === department))?.id,
  };
}

/** A seat is offered at least a day ahead. */
const SEAT_NOTICE_MS = 24 * HOUR_MS;

/** Slots with a seat for referrals, by house and department, in the order of time. */
function freeSeats(plan: WorldPlan): Map<string, Seat[]> {
  const seed = schedulingSeed(plan, []);
  const departments = new Map(plan.organisations.flatMap((each) => each.departments.map(({ id, name }) => [id, name] as const)));
  const clinics = new Map(plan.clinics.map((clinic) => [clinic.id, `${clinic.organisationId}/${departments.get(clinic.departmentId)!}`]));
  const seats = new Map<string, Seat[]>();
  for (const session of [...seed.sessions].sort((a, b) => a.startsAt.localeCompare(b.startsAt, 'en'))) {
    const key = clinics.get(session.clinicId)!;
    seats.set(key, [...(seats.get(key) ?? []), ...session.slots.filter(({ referral }) => referral > 0).map(({ id, startsAt }) => ({ slotId: id, startsAt }))]);
  }
  return seats;
}

/** How far into the stream of households a person for a story is looked for. */
const HOUSEHOLDS_SEARCHED = 1_000;

interface Casting {
  readonly story: ReferralStory;
  readonly from: WorldOrganisation;
  readonly taken: Set<string>;
  readonly people: readonly WorldResident[];
  readonly treated: ReadonlySet<string>;
  readonly demoVillage: string;
}

/** Somebody of the sender's area who suits the case and is in no other story; of a hospital somebody it saw lately. */
function residentFor(plan: WorldPlan, { story, from, taken, people, treated, demoVillage }: Casting): WorldResident {
  const wanted: { ageMin: number; ageMax: number; sex?: 'male' | 'female' } = REFERRAL_CASES[story.case];
  const served = new Set(plan.organisations.filter((each) => each.id === from.id || each.parentId === from.id).map(({ id }) => id));
  const known = (resident: WorldResident): boolean => served.has(resident.managingOrganisationId) || treated.has(`${from.id}/${resident.id}`);
  // Who goes home to the village of the demonstration's village doctor gives that doctor something to follow up.
  const homeVillage = (resident: WorldResident): number => (story.acts.includes('plan-down') && resident.managingOrganisationId === demoVillage ? 0 : 1);
  for (const resident of [...people].sort((a, b) => homeVillage(a) - homeVillage(b))) {
    const age = ageInYears(resident.birthDate, plan.referenceDate);
    const suits = age >= wanted.ageMin && age <= wanted.ageMax && (wanted.sex === undefined || wanted.sex === resident.sex);
    if (!suits || taken.has(resident.id) || !known(resident)) continue;
    taken.add(resident.id);
    return resident;
  }
  throw new Error(`nobody suits the story ${story.key}`);
}
