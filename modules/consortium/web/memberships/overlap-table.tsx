import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call } from '#platform/web/client/call.ts';
import { operationKey } from '#platform/web/client/hooks.ts';
import type { ProblemError } from '#platform/web/client/problem-error.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { readAll } from '#platform/web/table/read-all.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listMemberships, type Membership } from '../../contract/memberships.ts';
import { ROLES } from '../../contract/words.ts';
import { useConsortia } from '../consortium-field.tsx';
import { messages } from '../messages.ts';
import { membershipMessages } from './messages.ts';

const ROWS_MAX = 5_000;

interface Overlap {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly memberships: readonly Membership[];
}

/** Organisations that are in several consortia, with their role and since when in each. */
export function OverlapTable() {
  const say = useText();
  const consortia = useConsortia();
  const living = useLivingMemberships();
  return (
    <Answer query={living}>
      {({ rows, total, complete }) => {
        const overlaps = overlapsOf(rows);
        if (overlaps.length === 0) return <Empty title={say(membershipMessages.overlapNone)} next={say(membershipMessages.overlapNext)} />;
        const shown = (consortia.data?.rows ?? []).filter((each) => overlaps.some((overlap) => overlap.memberships.some((one) => one.consortiumId === each.id)));
        return (
          <Panel flush title={<>{say(membershipMessages.overlapTitle)} <span className="yg-count">{overlaps.length}</span></>}>
            {!complete && <p className="yg-notice">{say(membershipMessages.overlapCut, { read: rows.length, total })}</p>}
            <PlainTable
              caption={say(messages.tableOf, { title: say(membershipMessages.overlapTitle) })} rows={overlaps} rowKey={(row) => row.organisationId}
              columns={[
                { key: 'organisation', title: messages.organisation, render: (row) => <Link to={`/organisations?open=${row.organisationId}`}>{row.organisationName}</Link> },
                ...shown.map((each) => ({
                  key: each.id, title: { zh: each.name, en: each.name },
                  render: (row: Overlap) => <MemberCell membership={row.memberships.find((one) => one.consortiumId === each.id)} />,
                })),
              ]}
            />
          </Panel>
        );
      }}
    </Answer>
  );
}

function MemberCell({ membership }: { membership: Membership | undefined }) {
  const say = useText();
  if (membership === undefined) return <span className="yg-quiet">—</span>;
  return (
    <span className="yg-row">
      <StateTag tone={membership.state === 'warned' ? 'overdue' : 'done'} text={say(ROLES[membership.role])} />
      {membership.validFrom && <span className="yg-quiet">{say(messages.since, { day: membership.validFrom })}</span>}
    </span>
  );
}

const INPUT = { state: ['active', 'warned'] };

const useLivingMemberships = () =>
  useQuery<{ rows: Membership[]; total: number; complete: boolean }, ProblemError>({
    queryKey: [...operationKey(listMemberships, INPUT), 'whole'],
    queryFn: ({ signal }) => readAll({ rowsMax: ROWS_MAX, signal, readPage: (offset, limit) => call(listMemberships, { ...INPUT, offset, limit }, { signal }) }),
  });

function overlapsOf(rows: readonly Membership[]): Overlap[] {
  const byOrganisation = new Map<string, Membership[]>();
  for (const row of rows) byOrganisation.set(row.organisationId, [...(byOrganisation.get(row.organisationId) ?? []), row]);
  return [...byOrganisation.entries()]
    .filter(([, own]) => own.length > 1)
    .map(([organisationId, own]) => ({ organisationId, organisationName: own[0]!.organisationName, memberships: own }));
}
