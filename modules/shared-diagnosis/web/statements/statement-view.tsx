import { Panel } from '#platform/web/layout/panel.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { Statement, StatementLine } from '../../contract/statements.ts';
import { KINDS, MODALITIES } from '../../contract/words.ts';
import { messages, statementMessages } from '../messages.ts';

/** Lines with their sum, and what each site pays or receives. */
export function StatementView({ statement }: { statement: Statement }) {
  const say = useText();
  const format = useFormat();
  const figures: [string, string][] = [
    [say(statementMessages.count), format.number(statement.count)], [say(statementMessages.total), format.money(statement.totalFen)], [say(statementMessages.performed), format.money(statement.performedFen)],
    [say(statementMessages.reported), format.money(statement.reportedFen)], [say(statementMessages.fund), format.money(statement.consortiumFen)],
  ];
  const money = (key: 'totalFen' | 'performedFen' | 'reportedFen' | 'consortiumFen', title: Column<StatementLine>['title']): Column<StatementLine> => ({ key, title, align: 'end', render: (row) => format.money(row[key]) });
  const columns: Column<StatementLine>[] = [
    { key: 'site', title: messages.site, render: (row) => row.performingOrganisationName }, { key: 'kind', title: messages.kind, render: (row) => say(KINDS[row.kind]) }, { key: 'modality', title: messages.modality, render: (row) => say(MODALITIES[row.modality]) },
    { key: 'count', title: statementMessages.count, align: 'end', render: (row) => format.number(row.count) }, money('totalFen', statementMessages.total), money('performedFen', statementMessages.performed), money('reportedFen', statementMessages.reported),
    money('consortiumFen', statementMessages.fund),
  ];
  const balances: Column<Statement['balances'][number]>[] = [{ key: 'organisation', title: messages.organisation, render: (row) => row.organisationName }, { key: 'fen', title: statementMessages.balance, align: 'end', render: (row) => `${row.fen > 0 ? '+' : ''}${format.money(row.fen)}` }];
  return (
    <div className="yg-stack">
      <div className="yg-row">
        <StateTag tone={statement.frozen ? 'done' : 'waiting'} text={statement.frozen ? say(statementMessages.frozenAs, { version: statement.version }) : say(statementMessages.live)} />
        {statement.frozenAt && <span className="yg-quiet">{say(statementMessages.frozenBy, { name: statement.frozenByName ?? '', time: format.dateTime(statement.frozenAt) })}{statement.reason ? ` · ${statement.reason}` : ''}</span>}
      </div>
      <dl className="diagnosis-figures">{figures.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      <Panel title={say(statementMessages.lines)}><PlainTable caption={say(statementMessages.lines)} columns={columns} rows={statement.lines} rowKey={(row) => `${row.performingOrganisationId}${row.kind}${row.modality}`} empty={statementMessages.empty} /></Panel>
      <Panel title={say(statementMessages.balances)}><PlainTable caption={say(statementMessages.balances)} columns={balances} rows={statement.balances} rowKey={(row) => row.organisationId} empty={statementMessages.empty} /></Panel>
    </div>
  );
}
