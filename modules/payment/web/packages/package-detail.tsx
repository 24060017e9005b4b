import type { ResultOf } from '#platform/kernel/contract.ts';
import { LineTrend } from '#platform/web/chart/line-trend.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getPackage } from '../../contract/packages.ts';
import { FigureList } from '../figure.tsx';
import { History } from '../history.tsx';
import { messages } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { StateWord } from '../state-word.tsx';
import { useAbility, wrongState } from '../use-ability.ts';
import { ClosePackageForm, DistributePackageForm, RecordMonthForm } from './package-forms.tsx';
import { packageMessages } from './package-messages.ts';

type PackageAnswer = ResultOf<typeof getPackage>;
const wan = (fen: number): number => Math.round(fen / 10_000) / 100;
const MONTHS = 12;

export function PackageDetail({ id }: { id: string }) {
  const say = useText();
  const answer = useOperation(getPackage, { id });
  return (
    <Answer query={answer}>
      {(data) => (
        <div className="yg-stack">
          <div className="yg-row"><StateWord state={data.package.state} /></div>
          <Actions data={data} />
          <Facts
            columns={3}
            items={[
              { label: say(packageMessages.whole), value: <Yuan fen={data.package.packageFen} /> }, { label: say(packageMessages.spent), value: <Yuan fen={data.package.spentFen} /> },
              { label: say(packageMessages.forecast), value: <Yuan fen={data.package.forecastFen} /> }, { label: say(packageMessages.prepay), value: <Yuan fen={data.package.monthlyPrepayFen} /> },
              { label: say(packageMessages.heads), value: data.package.heads.toLocaleString('en') }, { label: say(messages.version), value: data.package.packVersion },
            ]}
          />
          <Curve data={data} />
          <PlainTable
            caption={say(packageMessages.months)} showCaption rows={data.months} rowKey={(row) => row.month} empty={messages.none}
            columns={[
              { key: 'month', title: messages.month, render: (row) => row.month }, { key: 'inside', title: packageMessages.inside, align: 'end', render: (row) => <Yuan fen={row.insideFen} /> },
              { key: 'outside', title: packageMessages.outside, align: 'end', render: (row) => <Yuan fen={row.outsideFen} /> },
            ]}
          />
          {data.shares.length > 0 && <Shares data={data} />}
          <History actions={data.history} />
        </div>
      )}
    </Answer>
  );
}

/** What was spent month by month, and where it leads if the rest of the year goes on like this. */
function Curve({ data }: { data: PackageAnswer }) {
  const say = useText();
  let sum = 0;
  const used = data.months.map(({ month, insideFen, outsideFen }) => {
    sum += insideFen + outsideFen;
    return { at: `${month}-01`, value: wan(sum) };
  });
  const { forecastFen, year, packageFen } = data.package;
  const last = used.at(-1);
  const expected = last === undefined || forecastFen === null || used.length >= MONTHS ? [] : [last, { at: `${year}-12-01`, value: wan(forecastFen) }];
  if (last === undefined) return null;
  return (
    <LineTrend
      title={say(packageMessages.curve)} unit={say(messages.wanYuan)} target={{ name: say(packageMessages.budget), value: wan(packageFen) }}
      series={[{ name: say(packageMessages.used), points: used }, { name: say(packageMessages.expected), points: expected }]}
    />
  );
}

function Shares({ data }: { data: PackageAnswer }) {
  const say = useText();
  return (
    <Panel level={3} title={say(packageMessages.shares)}>
      {data.package.state === 'closed' && <p className="payment-note">{say(packageMessages.notYet)}</p>}
      {data.package.decisionNumber !== null && <p className="payment-note">{`${say(packageMessages.decisionNumber)} ${data.package.decisionNumber} · ${data.package.decidedOn ?? ''}`}</p>}
      <PlainTable
        caption={say(packageMessages.shares)} rows={data.shares} rowKey={(row) => `${row.party}${row.organisationId ?? ''}`}
        columns={[
          { key: 'party', title: packageMessages.role, render: (row) => say(packageMessages[row.party]) },
          { key: 'organisation', title: messages.institution, render: (row) => (row.organisationId === null ? '—' : (data.organisations[row.organisationId] ?? row.organisationId)) },
          { key: 'weight', title: packageMessages.weight, align: 'end', render: (row) => row.weight || '—' },
          { key: 'amount', title: packageMessages.amount, align: 'end', render: (row) => <Yuan fen={row.amountFen} /> },
        ]}
      />
      <FigureList figures={data.figures} about={data.package.name} />
    </Panel>
  );
}

function Actions({ data }: { data: PackageAnswer }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const { id, state } = data.package;
  const open = (key: string, title: string, content: React.ReactNode) => workspace.open({ key: `${key}:${id}`, title, content });
  const done = (key: string) => () => workspace.close(`${key}:${id}`);
  return (
    <AbilityBar
      actions={[
        { key: 'record', title: say(packageMessages.record), ability: ability('payment.record-package-month', state !== 'open' && wrongState), onClick: () => open('month', say(packageMessages.record), <RecordMonthForm id={id} onDone={done('month')} />) },
        { key: 'close', title: say(packageMessages.close), ability: ability('payment.close-package', state !== 'open' && wrongState), onClick: () => open('close', say(packageMessages.close), <ClosePackageForm id={id} onDone={done('close')} />) },
        { key: 'distribute', title: say(packageMessages.distribute), primary: true, ability: ability('payment.distribute-package', state !== 'closed' && wrongState), onClick: () => open('distribute', say(packageMessages.distribute), <DistributePackageForm id={id} onDone={done('distribute')} />) },
      ]}
    />
  );
}
