import { PlusOutlined } from '@ant-design/icons';
import { cancelFhirJob, listSearchParameters, resumeFhirJob, retireSearchParameter, type SearchParameterView } from '#fhir/administration/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { AddSearchParameterForm } from './add-search-parameter-form.tsx';
import { fhirMessages } from './messages.ts';
import { SoFar } from './so-far.tsx';
import { REFRESH_MS } from './show-all.tsx';
import { useAct } from './use-act.ts';

const TONES = { ready: 'done', indexing: 'information', stopped: 'due' } as const;
const ADD = 'add-search-parameter';

/** What can be searched by beside R4's own parameters. */
export function SearchParametersPanel() {
  const say = useText();
  const workspace = useWorkspace();
  const list = useOperation(listSearchParameters, {}, { refreshEveryMs: REFRESH_MS, keepPrevious: true });
  const stop = useAct({ operation: cancelFhirJob, verb: fhirMessages.stop, done: fhirMessages.stopping });
  const goOn = useAct({ operation: resumeFhirJob, verb: fhirMessages.goOn, done: fhirMessages.goingOn });
  const retire = useAct({ operation: retireSearchParameter, why: fhirMessages.retireWhy, verb: fhirMessages.retire, done: fhirMessages.retired, danger: true });
  const problem = stop.problem ?? goOn.problem ?? retire.problem;
  const add = () => workspace.open({ key: ADD, title: say(fhirMessages.add), content: <AddSearchParameterForm onDone={() => workspace.close(ADD)} /> });
  return (
    <Panel title={say(fhirMessages.parameters)} actions={<AbilityButton icon={<PlusOutlined aria-hidden />} onClick={add}>{say(fhirMessages.add)}</AbilityButton>}>
      {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
      {problem && <ProblemNotice problem={problem} />}
      {list.data ? (
        <PlainTable
          caption={say(fhirMessages.parameters)} rows={list.data.rows} rowKey={({ id }) => id} empty={fhirMessages.noParameters}
          columns={[
            { key: 'code', title: fhirMessages.code, render: (row) => <>{row.code} <span className="yg-quiet">({row.type})</span><div className="yg-quiet yg-break">{row.url}</div></> },
            { key: 'on', title: fhirMessages.on, onPhone: false, render: ({ types }) => (types.length > 4 ? `${types.slice(0, 4).join(', ')} … (${types.length})` : types.join(', ')) },
            { key: 'expression', title: fhirMessages.expression, onPhone: false, render: ({ expression }) => <code className="yg-break">{expression}</code> },
            { key: 'state', title: fhirMessages.state, render: (row) => <ParameterState row={row} /> },
            { key: 'actions', title: fhirMessages.actions, render: (row) => (
              <div className="yg-row">
                {row.state === 'indexing' && <AbilityButton size="small" loading={stop.pending} onClick={() => void stop.act({ id: row.jobId }, row.code)}>{say(fhirMessages.stop)}</AbilityButton>}
                {row.state === 'stopped' && <AbilityButton size="small" loading={goOn.pending} onClick={() => void goOn.act({ id: row.jobId }, row.code)}>{say(fhirMessages.goOn)}</AbilityButton>}
                <AbilityButton size="small" danger loading={retire.pending} onClick={() => void retire.act({ id: row.id }, row.code)}>{say(fhirMessages.retire)}</AbilityButton>
              </div>
            ) },
          ]}
        />
      ) : !list.error && <Waiting />}
    </Panel>
  );
}

function ParameterState({ row }: { row: SearchParameterView }) {
  const say = useText();
  return (
    <>
      <StateTag tone={TONES[row.state]} text={say(fhirMessages[row.state])} />
      {row.state !== 'ready' && <div className="yg-quiet"><SoFar done={row.done} total={row.total} /></div>}
    </>
  );
}
