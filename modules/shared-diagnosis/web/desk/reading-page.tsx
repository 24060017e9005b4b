import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '#platform/web/client/call.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import type { TableView } from '#platform/web/table/columns.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listDiagnosisOrders } from '../../contract/orders.ts';
import { claimDiagnosis } from '../../contract/reading.ts';
import { messages } from '../messages.ts';
import '../diagnosis.css';
import { OrderTable } from './order-table.tsx';

const views: readonly TableView[] = [
  { key: 'free', title: messages.free, filters: { free: 'true' } }, { key: 'mine', title: messages.mine, filters: { mine: 'true' } }, { key: 'review', title: messages.toReview, filters: { state: 'preliminary' } },
  { key: 'overdue', title: messages.overdue, filters: { overdue: 'true' } },
];

/** The list of the readers: the nearest promise first, the next one with one key. */
export function ReadingPage() {
  const say = useText();
  const navigate = useNavigate();
  const claim = useCommand(claimDiagnosis);
  const next = async () => {
    const page = await call(listDiagnosisOrders, { box: 'reading', free: true, limit: 1 } as never);
    const first = page.rows[0];
    if (first === undefined) return toast(say(messages.noNext));
    const claimed = await claim.run({ id: first.id });
    if (claimed) void navigate(`/diagnosis/orders/${claimed.id}`);
  };
  useHotkey('n', () => void next());
  return (
    <>
      <PageHeader title={say(messages.reading)} actions={<Button type="primary" loading={claim.pending} aria-keyshortcuts="N" onClick={() => void next()}>{say(messages.next)} <kbd aria-hidden>N</kbd></Button>} />
      {claim.problem && <ProblemNotice problem={claim.problem} />}
      <OrderTable name="diagnosis.reading" title={say(messages.reading)} views={views} input={{ box: 'reading' }} />
    </>
  );
}
