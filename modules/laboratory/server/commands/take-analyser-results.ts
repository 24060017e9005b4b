import type { CommandContext } from '#platform/http/operation.ts';
import { matchItem, type AnalyserValue } from '../rules/analyser.ts';
import { listRanges, lockByTube, type SpecimenRow } from '../store/specimens.ts';
import { problem, step } from './act.ts';
import { recordValues } from './record-values.ts';

export interface AnalyserGroup {
  /** Whatever the analyser calls the tube; the first that is a tube of this laboratory counts. */
  readonly tubeCodes: readonly string[];
  /** Name of the patient as the analyser has it, where it has one. */
  readonly personName?: string | undefined;
  readonly values: readonly AnalyserValue[];
}

export interface AnalyserContext extends Pick<CommandContext, 'tx' | 'subject' | 'now' | 'newId'> {
  emit(event: string, payload: Readonly<Record<string, unknown>>, organisationIds: readonly string[]): void;
}

/**
 * Results of an analyser for tubes of the laboratory that it stands in: they wait at the specimen for a person who lets them out, like those entered by hand.
 * Undefined where no code is a tube of that laboratory; otherwise how many values were taken and how many nobody here knows.
 */
export async function takeAnalyserResults(context: AnalyserContext, { organisationId, groups }: { organisationId: string; groups: readonly AnalyserGroup[] }): Promise<{ taken: number; unknown: number; personId: string } | undefined> {
  const opened: { group: AnalyserGroup; row: SpecimenRow }[] = [];
  for (const group of groups) {
    const row = await findTube(context, organisationId, group.tubeCodes);
    if (row !== undefined) opened.push({ group, row });
  }
  const first = opened[0];
  if (first === undefined) return undefined;
  let [taken, unknown] = [0, 0];
  const items = await listRanges(context.tx);
  for (const { group, row } of opened) {
    requireSamePerson(row, group.personName);
    const matched = group.values.map((value) => matchItem(items, value));
    if (matched.includes('other-unit')) throw problem('laboratory.unit-differs');
    const values = matched.filter((each) => typeof each === 'object');
    if (values.length === 0) throw problem('laboratory.item-unknown');
    const open = row.state === 'received' ? await step(context, row, { action: 'analyse', note: context.subject.name }) : row;
    if (open.state !== 'analysing') throw problem('laboratory.wrong-state');
    await recordValues(context, open, values);
    context.emit('laboratory.results-entered', { specimenId: row.id, personId: row.personId, organisationId: row.laboratoryOrganisationId, requestingOrganisationId: row.organisationId, orderId: row.orderId, state: open.state }, [...new Set([row.organisationId, row.laboratoryOrganisationId])]);
    taken += values.length;
    unknown += matched.length - values.length;
  }
  return { taken, unknown, personId: first.row.personId };
}

async function findTube({ tx }: AnalyserContext, organisationId: string, tubeCodes: readonly string[]): Promise<SpecimenRow | undefined> {
  for (const code of tubeCodes) {
    const row = code === '' ? undefined : await lockByTube(tx, code);
    if (row !== undefined && row.laboratoryOrganisationId === organisationId && row.part === 'laboratory') return row;
  }
  return undefined;
}

/** A tube that was labelled twice is found out here, where both names are written in Chinese. */
function requireSamePerson(row: SpecimenRow, name: string | undefined): void {
  const plain = (text: string): string => text.replace(/[\s^·•]/g, '');
  if (name !== undefined && /\p{Script=Han}/u.test(name) && /\p{Script=Han}/u.test(row.personName) && plain(name) !== plain(row.personName)) throw problem('laboratory.other-person');
}
