import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import type { TableView } from '#platform/web/table/columns.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import '../diagnosis.css';
import { OrderTable } from './order-table.tsx';

const views: readonly TableView[] = [
  { key: 'live', title: messages.live, filters: { live: 'true' } }, { key: 'requested', title: messages.requested, filters: { box: 'requested' } }, { key: 'performing', title: messages.performing, filters: { box: 'performing', live: 'true' } },
  { key: 'critical', title: messages.criticalOnly, filters: { critical: 'true' } }, { key: 'unconfirmed', title: messages.unconfirmed, filters: { unconfirmed: 'true' } },
];

export function OrdersPage() {
  const say = useText();
  const navigate = useNavigate();
  const mayOrder = useMay('shared-diagnosis.order');
  return (
    <>
      <PageHeader title={say(messages.orders)} actions={mayOrder && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate('/diagnosis/order')}>{say(messages.newOrder)}</Button>} />
      <OrderTable name="diagnosis.orders" title={say(messages.orders)} views={views} />
    </>
  );
}
