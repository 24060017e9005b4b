import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { projectRoot } from '#platform/database/project-root.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { Bundle, Patient } from '#fhir/types/resources.gen.ts';
import { listReferrals } from '#modules/referral/contract.ts';
import type { Journey } from './journey.ts';

/** Real Synthea bundles beside the clone; the journey is left out where they are not. */
const SYNTHEA = join(projectRoot(), '..', 'shared', 'data', 'fhir', 'synthea-r4');
const FILES = 3;

export const syntheaThere = (): boolean => existsSync(SYNTHEA);

export interface ImportedPerson {
  readonly personId: string;
  /** As the index writes it. */
  readonly name: string;
}

/** Imports some bundles by the command line; returns the first person of whom no referral runs. */
export async function importPerson(journey: Journey): Promise<ImportedPerson> {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-journey-import-'));
  const files = readdirSync(SYNTHEA).filter((name) => name.endsWith('.json.gz')).sort().slice(0, FILES);
  for (const file of files) copyFileSync(join(SYNTHEA, file), join(folder, file));
  const report = (await journey.yigong('import', folder)) as { refused: unknown[] };
  if (report.refused.length > 0) throw new Error(`refused: ${JSON.stringify(report.refused[0])}`);
  const people = files.map((file) => personOf(JSON.parse(gunzipSync(readFileSync(join(folder, file))).toString('utf8')) as Bundle));
  rmSync(folder, { recursive: true });
  for (const person of people) {
    const { total } = await journey.connect().call(listReferrals, { personId: person.personId, live: 'true' });
    if (total === 0) return person;
  }
  throw new Error('a referral runs for everybody who was imported');
}

function personOf(bundle: Bundle): ImportedPerson {
  const patient = bundle.entry?.map(({ resource }) => resource).find((resource): resource is Patient => resource?.resourceType === 'Patient');
  const [name] = patient?.name ?? [];
  const withoutDigits = (text: string | undefined): string => (text ?? '').replace(/\d/g, '');
  return { personId: patient?.id ?? '', name: `${withoutDigits(name?.given?.[0])} ${withoutDigits(name?.family)}` };
}

/**
 * The person comes to the township: the machine at the door books, the doctor records the arrival, which opens the record
 * for the treatment (nobody opens a stranger's record alone).
 */
export async function treatAtTownship(journey: Journey, doctor: Page, { townshipId, personId }: { townshipId: string; personId: string }): Promise<void> {
  const call = (operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> =>
    journey.yigong('--organisation', townshipId, 'call', operation, '--input', JSON.stringify(input));
  const clinic = (await call('createClinic', { organisationId: townshipId, name: `全科门诊 ${randomUUID().slice(0, 8)}`, speciality: '02' })) as { id: string };
  const day = addDays(chinaDate(new Date()), 1);
  const session = (await call('publishSession', { clinicId: clinic.id, day, from: '08:00', until: '09:00', minutesPerSlot: 30, open: 2, referral: 0 })) as { slots: { id: string }[] };
  const booking = (await call('bookSlot', { slotId: session.slots[0]?.id, personId, pool: 'open' })) as { id: string };
  const arrival = await doctor.request.post(`/api/reservations/${booking.id}/arrive`, { headers: { 'x-yigong': '1' }, data: {} });
  if (!arrival.ok()) throw new Error(`the arrival was answered ${arrival.status()}: ${await arrival.text()}`);
}
