import { PlusOutlined } from '@ant-design/icons';
import { useCallback } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { connectionCoverage, listExchangeSites, type Site } from '../contract/sites.ts';
import { messages } from './messages.ts';
import { SiteForm } from './site-form.tsx';

/** Who is connected, by level, and each connection. */
export function SitesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const { may } = useSession();
  const columns = useColumns();
  const ability = may('exchange.manage-sites') ? { allowed: true } as const : { allowed: false, reason: messages.needs } as const;
  const edit = useCallback((site?: Site) => {
    const key = `exchange-site:${site?.id ?? 'new'}`;
    workspace.open({ key, title: site?.name ?? say(messages.register), content: <SiteForm site={site} onDone={() => workspace.close(key)} /> });
  }, [workspace, say]);
  return (
    <>
      <PageHeader title={say(messages.sites)} actions={<AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={ability} onClick={() => edit()}>{say(messages.register)}</AbilityButton>} />
      <div className="yg-stack">
      <Coverage />
      {may('exchange.read-log') ? (
        <DataTable
          name="exchange.sites" title={say(messages.sites)} operation={listExchangeSites} rowKey={(row) => row.id} rowTitle={(row) => row.name} columns={columns} views={[]} filters={[]} onOpen={edit}
          empty={{ title: messages.noSites, next: messages.noSitesNext }}
        />
      ) : null}
      </div>
    </>
  );
}

function Coverage() {
  const say = useText();
  const query = useOperation(connectionCoverage, {});
  return (
    <Answer query={query}>
      {({ levels, days }) => (
        <Panel title={say(messages.coverage, { days })}>
          <PlainTable
            caption={say(messages.coverage, { days })} rows={levels} rowKey={(row) => row.level}
            columns={[
              { key: 'level', title: messages.level, render: (row) => say(row.title) },
              { key: 'organisations', title: messages.total, align: 'end', render: (row) => row.organisations },
              { key: 'registered', title: messages.registered, align: 'end', render: (row) => row.registered },
              { key: 'connected', title: messages.connected, align: 'end', render: (row) => row.connected },
              { key: 'share', title: messages.share, align: 'end', render: (row) => `${Math.round((row.connected / row.organisations) * 100)} %` },
            ]}
          />
        </Panel>
      )}
    </Answer>
  );
}

function useColumns(): readonly Column<Site>[] {
  const format = useFormat();
  return [
    { key: 'name', title: messages.name, width: 180, render: (row) => row.name, value: (row) => row.name },
    { key: 'organisationName', title: messages.organisation, width: 180, render: (row) => row.organisationName ?? row.organisationId, value: (row) => row.organisationName },
    { key: 'application', title: messages.application, width: 190, onPhone: false, render: (row) => row.application, value: (row) => row.application },
    { key: 'facility', title: messages.facility, width: 190, onPhone: false, render: (row) => row.facility, value: (row) => row.facility },
    { key: 'target', title: messages.host, width: 170, onPhone: false, render: (row) => (row.targetHost === null ? '—' : `${row.targetHost}:${row.targetPort}`), value: (row) => row.targetHost },
    { key: 'last', title: messages.last, width: 170, render: (row) => (row.lastMessageAt === null ? '—' : format.dateTime(row.lastMessageAt)), value: (row) => row.lastMessageAt },
    { key: 'waiting', title: messages.queue, width: 80, align: 'end', render: (row) => row.waiting, value: (row) => row.waiting },
  ];
}
