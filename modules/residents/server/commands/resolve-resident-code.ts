import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { resolveResidentCode as operation } from '../../contract.ts';
import { isCardNumber, readCode } from '../rules/resident-code.ts';
import { viewLine } from '../queries/view-resident.ts';
import { getCodeSecret, takeCode } from '../store/codes.ts';
import { findEntry, findHolder, findSurvivor } from '../store/entries.ts';
import { noteAction } from './enter-resident.ts';
import { problem } from './residents-problem.ts';

interface Shown {
  readonly residentId: string;
  /** The person made the code on the own telephone just now and showed it: a consent, given by the person. */
  readonly byResident: boolean;
}

const CONSENT_HOURS = 24;

export async function resolveResidentCode(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const code = input.code.normalize('NFKC').trim();
  const shown = isCardNumber(code) ? await shownCard(context, code) : await shownDynamicCode(context, code);
  if (shown === undefined) throw problem('resident.code-invalid');
  const survivorId = await findSurvivor(context.tx, shown.residentId);
  const entry = survivorId === undefined ? undefined : await findEntry(context.tx, survivorId);
  if (entry === undefined) throw problem('resident.code-invalid');
  const consented = shown.byResident && context.subject.organisationId !== null;
  if (consented) await openByConsent(context, entry.residentId, context.subject.organisationId);
  const basis = (await context.gate.findRecordBasis(entry.residentId)) ?? (consented ? 'consent' : undefined);
  await noteAction(context, { entry, action: 'code-resolved' });
  context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis: basis ?? null });
  context.emit('resident.code-resolved', { residentId: entry.residentId }, [entry.ownerOrganisationId]);
  return viewLine(context.tx, entry, basis !== undefined);
}

async function shownCard(context: CommandContext, value: string): Promise<Shown | undefined> {
  const residentId = await findHolder(context.tx, { type: 'card-number', value });
  return residentId === undefined ? undefined : { residentId, byResident: false };
}

async function shownDynamicCode(context: CommandContext, code: string): Promise<Shown | undefined> {
  const codeId = readCode(code, await getCodeSecret(context.tx));
  const taken = codeId === undefined ? undefined : await takeCode(context.tx, { codeId, at: context.now });
  return taken === undefined ? undefined : { residentId: taken.residentId, byResident: taken.issuedByResident };
}

async function openByConsent(context: CommandContext, personId: string, organisationId: string | null): Promise<void> {
  if (organisationId === null) return;
  await grantRecordBasis(context.tx, {
    personId,
    organisationId,
    basis: 'consent',
    source: `residents/code-${organisationId}`,
    validFrom: context.now,
    validUntil: new Date(context.now.getTime() + CONSENT_HOURS * 3600_000),
  });
}
