import { useState } from 'react';
import { Button, Select } from 'antd';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { base64OfBytes, base64OfFile } from '#platform/web/client/base64.ts';
import { saveFile } from '#platform/web/client/save-file.ts';
import { useTableChooser } from '#platform/web/client/use-file-chooser.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { ListedSelect } from '#platform/web/form/listed-field.tsx';
import { BILL_COLUMNS, BILL_FILE_BASE64_MAX, importBills } from '../../contract/bill-files.ts';
import { listParameterPacks } from '../../contract/packs.ts';
import { Yuan } from '../money.tsx';
import { useAbility } from '../use-ability.ts';
import { claimMessages } from './claim-messages.ts';

const SAMPLE: Partial<Record<keyof typeof BILL_COLUMNS, string>> = {
  billNumber: 'ZD0001', personId: '', idCard: '', setting: '住院', admittedOn: '2026-03-01', dischargedOn: '2026-03-05', sex: '女', birthDate: '1970-03-01', diagnosisCodes: 'J18.900', diagnosisNames: '肺炎', id: '1', item: 'CW01', name: '普通床位费',
  at: '2026-03-02 09:30', quantity: '4', amount: '160.00', billTotal: '160.00',
};

/** Titles and one line, for a spreadsheet; the mark makes Excel read it as UTF-8. */
function saveTemplate(): void {
  const columns = Object.keys(BILL_COLUMNS) as (keyof typeof BILL_COLUMNS)[];
  const text = `\uFEFF${columns.map((column) => BILL_COLUMNS[column][0]).join(',')}\r\n${columns.map((column) => SAMPLE[column] ?? '').join(',')}\r\n`;
  saveFile({ fileName: '账单模板.csv', mediaType: 'text/csv', contentBase64: base64OfBytes(new TextEncoder().encode(text)) });
}

/** Chooses parameters, institution and file; says what was taken, what was refused and where. */
export function ImportBillsPanel() {
  const say = useText();
  const ability = useAbility();
  const { acting } = useSession();
  const packs = useOperation(listParameterPacks, { state: ['approved'], limit: 100 });
  const [packId, setPackId] = useState<string>();
  const [organisationId, setOrganisationId] = useState(acting?.organisationId);
  const [tooBig, setTooBig] = useState(false);
  const sending = useCommand(importBills);
  const [done, setDone] = useState<ResultOf<typeof importBills>>();
  const options = (packs.data?.rows ?? []).map(({ id, city, year, version }) => ({ value: id, label: `${city} ${year} · ${version}` }));
  const chosen = packId ?? options[0]?.value;
  const { chooser, choose } = useTableChooser(say(claimMessages.importFile), async (file) => {
    if (chosen === undefined || organisationId === undefined) return;
    const base64 = await base64OfFile(file);
    setTooBig(base64.length > BILL_FILE_BASE64_MAX);
    if (base64.length > BILL_FILE_BASE64_MAX) return;
    setDone(await sending.run({ packId: chosen, organisationId, fileName: file.name, base64 }));
  });
  return (
    <div className="yg-stack">
      <p className="yg-quiet">{say(claimMessages.importWhy)}</p>
      <label className="yg-stack"><span>{say(claimMessages.pack)}</span><Select value={chosen} options={options} onChange={setPackId} loading={packs.isPending} aria-label={say(claimMessages.pack)} className="yg-wide" /></label>
      <label className="yg-stack"><span>{say(claimMessages.institution)}</span><ListedSelect source={activeOrganisations} label={say(claimMessages.institution)} value={organisationId} onChange={setOrganisationId} /></label>
      <div className="yg-row">
        {chooser}
        <AbilityButton type="primary" ability={ability('payment.import-bills')} loading={sending.pending} onClick={choose}>{say(claimMessages.importFile)}</AbilityButton>
        <Button onClick={saveTemplate}>{say(claimMessages.template)}</Button>
      </div>
      {tooBig && <p className="yg-notice" role="alert">{say(claimMessages.fileTooBig)}</p>}
      {sending.problem && <ProblemNotice problem={sending.problem} showDetails />}
      {done && <Outcome done={done} />}
    </div>
  );
}

function Outcome({ done }: { done: ResultOf<typeof importBills> }) {
  const say = useText();
  const side = ({ bills, lines, fen }: typeof done.taken) => <>{say(claimMessages.billsAndLines, { bills, lines })} · <Yuan fen={fen} /></>;
  return (
    <>
      <Facts items={[
        { label: say(claimMessages.inFile), value: say(claimMessages.rows, { lines: done.lines }) }, { label: say(claimMessages.taken), value: side(done.taken) }, { label: say(claimMessages.refused), value: side(done.refused) },
        { label: say(claimMessages.heldBills), value: done.held },
      ]} />
      {done.findingCount > 0 && (
        <Panel level={3} title={say(claimMessages.refusedWhere, { shown: done.findings.length, total: done.findingCount })} flush>
          <PlainTable
            caption={say(claimMessages.refused)} rows={done.findings.map((finding, index) => ({ ...finding, index }))} rowKey={({ index }) => String(index)}
            columns={[{ key: 'line', title: claimMessages.row, align: 'end', render: ({ line }) => line }, { key: 'column', title: claimMessages.column, render: ({ column }) => column }, { key: 'reason', title: claimMessages.reason, render: (finding) => say(finding) }]}
          />
        </Panel>
      )}
    </>
  );
}
