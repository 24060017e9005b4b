import { listSubtree } from '#platform/access/organisation-tree.ts';
import { listPermissionsOfRoles } from '#platform/access/role-permissions.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';

/** The subject that a member of the staff would be after signing in: the same gate holds for the loader's acts. */
export async function staffSubject(database: Database, member: WorldStaff): Promise<Subject> {
  return {
    kind: 'staff',
    id: member.id,
    name: member.name,
    fhirReference: `Practitioner/${member.id}`,
    organisationId: member.organisationId,
    organisationIds: await listSubtree(database, member.organisationId),
    roles: member.roles,
    permissions: new Set(await listPermissionsOfRoles(database, member.roles)),
    personId: null,
    scopes: [],
    everyOrganisation: false,
    // Nobody sits at a screen: what is played happened in the past.
    proof: { level: 'second-factor', hasSecondFactor: true },
  };
}
