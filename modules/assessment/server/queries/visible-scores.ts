import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { AssessmentRun, MemberScoreRow } from '../../contract/runs.ts';
import type { SchemeContent } from '../../contract/scheme.ts';
import { found } from '../rules/found.ts';
import { findRun, listMembers, withoutPerson, type Member } from '../store/runs.ts';
import { findScheme } from '../store/schemes.ts';
import { listScores } from '../store/scores.ts';

export interface VisibleRun {
  readonly run: AssessmentRun;
  readonly content: SchemeContent;
  readonly members: (Member & { readonly name: string })[];
  readonly scores: MemberScoreRow[];
  /** Of the office that runs it: values and history are its own. */
  readonly isOwn: boolean;
}

/**
 * An assessment of the own office, or a published one of which an organisation of the scope is a member. Names, totals and places are published to all
 * members; the parts of a score are seen by its member and the office.
 */
export async function visibleScores({ sql, gate, subject }: QueryContext, id: string, asked?: number): Promise<VisibleRun> {
  const stored = found(await findRun(sql, id));
  const members = await listMembers(sql, id);
  const sees = (organisationId: string): boolean => subject.everyOrganisation || subject.organisationIds.includes(organisationId);
  const isOwn = sees(stored.ownerOrganisationId);
  const isPublished = ['published', 'final', 'frozen'].includes(stored.state);
  if (!isPublished || !members.some(({ organisationId }) => sees(organisationId))) gate.requireOrganisation(stored.ownerOrganisationId);
  const revision = isOwn ? (asked ?? stored.revision) : stored.revision;
  const [rows, first] = [await listScores(sql, id, revision), revision > 1 ? await listScores(sql, id, 1) : []];
  const names = new Map((await listOrganisationSummaries(sql, members.map(({ organisationId }) => organisationId))).map(({ id: each, name }) => [each, name]));
  const nameOf = (organisationId: string): string => names.get(organisationId) ?? organisationId;
  const firstTotals = new Map(first.map(({ organisationId, total }) => [organisationId, total]));
  const { content } = found(await findScheme(sql, stored.schemeId));
  return {
    run: withoutPerson(stored), content, isOwn, members: members.map((member) => ({ ...member, name: nameOf(member.organisationId) })),
    scores: rows.map((row) => {
      const former = firstTotals.get(row.organisationId) ?? row.total;
      return { ...row, name: nameOf(row.organisationId), firstTotal: former === row.total ? null : former, parts: isOwn || sees(row.organisationId) ? row.parts : [] };
    }),
  };
}
