import type { Resolution } from '#modules/governance/contract/meetings.ts';
import type { Sql } from '#platform/database/transaction.ts';

let serial = 0;

/** A resolution of a body of the organisation, adopted on 2026-10-30; returns its number. Rows as governance keeps them after a meeting. */
export async function giveResolution(owner: Sql, { kind, organisationId = 'office' }: { kind: Resolution['kind']; organisationId?: string }): Promise<string> {
  serial += 1;
  const number = `〔2026〕测试决议${serial}号`;
  await owner.execute(
    `with body as (insert into governance.body (body_id, name, kind, quorum_percent, majority, scope, owner_organisation_id) values ($1, jsonb_build_object('zh', $1::text, 'en', $1::text), 'committee', 67, 'simple', '{}', $3) returning body_id),
       meeting as (insert into governance.meeting (meeting_id, body_id, title, meets_on, state, state_since, minutes, owner_organisation_id) select $1, body_id, '测试会议', '2026-10-30', 'closed', now(), '记录', $3 from body returning meeting_id),
       item as (insert into governance.item (item_id, meeting_id, number, kind, scope, title, paper, proposal, outcome, owner_organisation_id) select $1, meeting_id, 1, $4, '资金', '测试议题', '材料', '同意', 'adopted', $3 from meeting returning item_id)
     insert into governance.resolution (resolution_id, number, item_id, kind, title, text, body_id, adopted_on, for_count, against_count, abstain_count, tasks, owner_organisation_id)
     select $1, $2, item_id, $4, '测试决议', '同意', body_id, '2026-10-30', 5, 0, 0, 0, $3 from item, body`,
    [`resolved-${serial}`, number, organisationId, kind],
  );
  return number;
}
