import { planIds } from '../ids.ts';
import type { StaffRole, WorldEscalationContact, WorldOrganisation, WorldStaff } from './types.ts';

const REFERRAL_ORDER: readonly StaffRole[] = ['referral-coordinator', 'township-doctor', 'village-doctor', 'consortium-office'];

/** Every house with staff names somebody for late referrals, and its ward manager for late beds; the consortium office comes second everywhere. */
export function escalationContactsOf(seed: number, organisations: readonly WorldOrganisation[], staff: readonly WorldStaff[]): WorldEscalationContact[] {
  const ids = planIds(seed, 13);
  const office = staff.find((member) => member.roles.includes('consortium-office'))!;
  const list: WorldEscalationContact[] = [];
  const add = (contact: Omit<WorldEscalationContact, 'id'>): void => void list.push({ id: ids.newId(), ...contact });
  for (const organisation of organisations) {
    const own = staff.filter((member) => member.organisationId === organisation.id);
    const first = REFERRAL_ORDER.map((role) => own.find((member) => member.roles.includes(role))).find((member) => member !== undefined);
    if (first === undefined) continue;
    add({ organisationId: organisation.id, kind: 'referral', rank: 1, staffId: first.id });
    if (organisation.insideCounty && organisation.beds > 0) add({ organisationId: organisation.id, kind: 'referral', rank: 2, staffId: office.id });
    const ward = own.find((member) => member.roles.includes('ward-manager'));
    if (ward !== undefined) add({ organisationId: organisation.id, kind: 'bed', rank: 1, staffId: ward.id });
  }
  return list;
}
