import type { CommandContext } from '#platform/http/operation.ts';
import { listHolders, type Holder } from '#platform/identity/administration/holders.ts';
import { compare, exact } from '#platform/kernel/decimal.ts';
import { assert } from '#platform/kernel/problem.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Band, setIndicatorBand as operation } from '../../contract/alerts.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import { problem } from '../rules/scope.ts';
import { findBand, insertBand } from '../store/bands.ts';

export async function setIndicatorBand(context: CommandContext, { indicatorId, eachSite, watcherId, ...bounds }: InputOf<typeof operation>): Promise<Band> {
  const { tx, subject, now } = context;
  const definition = findDefinition(indicatorId);
  if (definition === undefined) throw problem('indicators.unknown');
  if (subject.organisationId === null) throw problem('indicators.no-organisation');
  const [low, high, deviations] = [bounds.low ?? null, bounds.high ?? null, bounds.deviations ?? null];
  const isEmpty = low === null && high === null && deviations === null;
  if (isEmpty || definition.shape === 'text' || (low !== null && high !== null && compare(exact(low), exact(high)) > 0) || (deviations !== null && Number(deviations) === 0)) throw problem('indicators.band-empty');
  const watcher = await watcherOf(context, watcherId);
  const id = context.newId();
  if (!(await insertBand(tx, { id, indicatorId, ownerOrganisationId: subject.organisationId, low, high, deviations, eachSite, watcher, subject, now }))) throw problem('indicators.band-live');
  context.about({ organisationId: subject.organisationId });
  context.emit('indicators.band-set', { bandId: id, indicatorId }, [subject.organisationId]);
  return bandOf(context, id);
}

/** Who may be told: oneself, or staff of the own organisations, who may answer alerts. */
export async function watcherOf({ tx, subject, now }: CommandContext, accountId: string): Promise<Holder> {
  if (accountId === subject.id && subject.organisationId !== null && subject.permissions.has('indicators.answer-alert')) return { id: subject.id, name: subject.name, organisationId: subject.organisationId };
  const [holder] = await listHolders(tx, { permission: 'indicators.answer-alert', organisationIds: subject.organisationIds, today: chinaDate(now), accountId });
  if (holder === undefined) throw problem('indicators.no-watcher');
  return holder;
}

/** The band as the contract shows it. */
export async function bandOf({ tx }: Pick<CommandContext, 'tx'>, id: string): Promise<Band> {
  const found = await findBand(tx, id);
  assert(found !== undefined, 'the band was just written');
  const { state: _, ...band } = found;
  return band;
}
