import { listResourcesById } from '#fhir/repository/read.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { Bed, getBedBoard as operation } from '../../contract/beds.ts';
import { namesOf, patientName } from '../rules/names.ts';
import { listBoard } from '../store/beds.ts';

/** Beds of every site; who lies in them only at the own sites. */
export async function getBedBoard({ sql, subject }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  // Beds of all sites, taken ones too; who lies in them is left out below.
  const { wards, total } = await listBoard(beyondSight(sql), input);
  const mine = (organisationId: string): boolean => subject.everyOrganisation || subject.organisationIds.includes(organisationId);
  const personIds = wards.filter((ward) => mine(ward.organisationId)).flatMap((ward) => ward.beds.flatMap((bed) => bed.personId ?? []));
  const patients = new Map((await listResourcesById(sql, 'Patient', personIds)).map((patient) => [patient.id, patient]));
  const names = namesOf(await listOrganisationSummaries(sql, [...new Set(wards.map((ward) => ward.organisationId))]));
  const shown = wards.map((ward) => {
    const mayManage = mine(ward.organisationId);
    const beds = ward.beds.map((bed) =>
      mayManage
        ? { ...bed, personName: bed.personId === null ? null : patientName(patients.get(bed.personId)) }
        : { ...bed, personId: null, reservationId: null, blockedReason: null, personName: null },
    );
    return { ...ward, organisationName: names(ward.organisationId), mayManage, counts: countStates(ward.beds), beds };
  });
  return { wards: shown, counts: countStates(wards.flatMap((ward) => ward.beds)), total };
}

function countStates(beds: readonly Bed[]): { free: number; reserved: number; occupied: number; blocked: number } {
  const counts = { free: 0, reserved: 0, occupied: 0, blocked: 0 };
  for (const bed of beds) counts[bed.state] += 1;
  return counts;
}
