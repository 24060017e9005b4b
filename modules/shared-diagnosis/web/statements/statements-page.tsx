import { Button, Select } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { chinaDate } from '#platform/kernel/period.ts';
import { call } from '#platform/web/client/call.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listCentreContracts } from '../../contract/centres.ts';
import { exportStatement, freezeStatement, getStatement, listStatements, type Statement } from '../../contract/statements.ts';
import { messages, statementMessages } from '../messages.ts';
import '../diagnosis.css';
import { StatementView } from './statement-view.tsx';

const MONTHS = 13;

/** The months up to the present one, the newest first. */
function lastMonths(): string[] {
  const [year, month] = chinaDate(new Date()).split('-').map(Number) as [number, number];
  return Array.from({ length: MONTHS }, (_, index) => new Date(Date.UTC(year, month - 1 - index, 1)).toISOString().slice(0, 7));
}

/** What the sites owe each other for a month, to the cent; live until frozen, then by version. */
export function StatementsPage() {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const months = useMemo(() => lastMonths(), []);
  const { data: contracts } = useOperation(listCentreContracts, { limit: 500 } as never, { staleMs: 60_000 });
  const centres = [...new Map((contracts?.rows ?? []).map((row) => [row.centreOrganisationId, row.centreName])).entries()].map(([value, label]) => ({ value, label }));
  const organisationId = address.get('centre') ?? centres[0]?.value ?? '';
  const month = address.get('month') ?? months[0]!;
  const version = address.get('version') ?? undefined;
  const set = (change: Record<string, string | undefined>) => setAddress(Object.fromEntries(Object.entries({ centre: organisationId, month, ...change }).filter((entry): entry is [string, string] => typeof entry[1] === 'string')), { replace: true });
  const asked = { organisationId, month, ...(version ? { version: Number(version) } : {}) };
  const statement = useOperation(getStatement, asked, { enabled: organisationId !== '', keepPrevious: true });
  const { data: versions } = useOperation(listStatements, { organisationId, month, limit: 100 } as never, { enabled: organisationId !== '' });
  return (
    <>
      <PageHeader title={say(statementMessages.title)} actions={statement.data && <Actions statement={statement.data} asked={asked} />} />
      <div className="yg-row diagnosis-templates">
        <Select aria-label={say(statementMessages.centre)} className="diagnosis-select" value={organisationId || null} options={centres} onChange={(value) => set({ centre: String(value), version: undefined })} />
        <Select aria-label={say(statementMessages.month)} value={month} options={months.map((value) => ({ value, label: value }))} onChange={(value) => set({ month: value, version: undefined })} />
        <Select
          aria-label={say(statementMessages.version)} className="diagnosis-select" value={version ?? ''} onChange={(value) => set({ version: value === '' ? undefined : value })}
          options={[{ value: '', label: say(statementMessages.live) }, ...(versions?.rows ?? []).map((row) => ({ value: String(row.version), label: say(statementMessages.frozenAs, { version: row.version }) }))]}
        />
      </div>
      {organisationId !== '' && <Answer query={statement}>{(data) => <StatementView statement={data} />}</Answer>}
    </>
  );
}

function Actions({ statement, asked }: { statement: Statement; asked: { organisationId: string; month: string; version?: number } }) {
  const say = useText();
  const mayFreeze = useMay('shared-diagnosis.freeze-statement');
  const freeze = useCommand(freezeStatement);
  const confirmReason = useConfirmReason();
  const over = asked.month < chinaDate(new Date()).slice(0, 7);
  const save = async () => {
    const { fileName, base64 } = await call(exportStatement, asked);
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([bytes], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })), download: fileName });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const close = async () => {
    const reason = await confirmReason({ title: say(statementMessages.freeze), explanation: say(statementMessages.freezeWhy), verb: say(statementMessages.freeze) });
    if (reason !== undefined && (await freeze.run({ organisationId: asked.organisationId, month: asked.month, reason }))) toast(say(messages.saved));
  };
  return (
    <>
      {freeze.problem && <ProblemNotice problem={freeze.problem} />}
      <Button onClick={() => void save()}>{say(statementMessages.excel)}</Button>
      {mayFreeze && !statement.frozen && (
        <AbilityButton type="primary" loading={freeze.pending} ability={over ? { allowed: true } : { allowed: false, reason: { zh: '该月结束后可以锁定', en: 'Possible when the month is over' } }} onClick={() => void close()}>{say(statementMessages.freeze)}</AbilityButton>
      )}
    </>
  );
}
