import { registerResident } from '#modules/residents/contract.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import { householdAt } from '#tests/world/world.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage } from './stage.ts';

/** People whom another desk registered again without their card, so that the queue of possible doubles has something to decide. */
const DOUBLES = 8;
/** Every so many households one double. */
const STRIDE = 37;
const HOUR_MS = 3_600_000;

type Told = Partial<Pick<WorldResident, 'birthDate' | 'phone' | 'address'>>;

/** What another desk is told, or types wrongly, where nobody has the card at hand. */
const SLIPS: readonly ((resident: WorldResident) => Told)[] = [
  ({ birthDate }) => ({ birthDate }),
  ({ birthDate, phone }) => ({ birthDate: `${birthDate.slice(0, 5)}01-01`, phone }),
  ({ birthDate, phone }) => ({ birthDate: `${Number(birthDate.slice(0, 4)) - 1}${birthDate.slice(4)}`, phone, address: '临澜市云山路15号' }),
  ({ birthDate }) => ({ birthDate, phone: '10099990000' }),
];

/** Registers the doubles through the person index's own command; returns those that failed. */
export async function playDoubles({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  if (!stage.has(registerResident)) return [];
  const desks = plan.staff.filter((member): member is WorldStaff => member.roles.includes('referral-coordinator'));
  const stopped: StoppedStory[] = [];
  let registered = 0;
  for (let index = 0; registered < DOUBLES && index < plan.householdCount; index += STRIDE) {
    const resident = householdAt(plan, index).residents.find((each) => each.document !== null && each.phone !== null && each.motherId === null && !each.birthDate.endsWith('02-29'));
    if (resident === undefined) continue;
    const { name, sex } = resident;
    const told = SLIPS[registered % SLIPS.length]!(resident);
    const key = `world-double-${registered}`;
    const at = new Date(until.getTime() - (DOUBLES - registered) * 5 * HOUR_MS);
    try {
      await stage.act(registerResident, { name, sex, ...told }, { member: desks[registered % desks.length]!, at, key });
    } catch (error) {
      stopped.push({ key, error });
    }
    registered += 1;
  }
  return stopped;
}
