import { Button, Checkbox, Switch } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useNavigate } from 'react-router';
import { Segments } from '#platform/web/form/segments.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages, referMessages } from '../messages.ts';
import '../referral.css';
import { DeskBoard } from './desk-board.tsx';
import { DeskList } from './desk-list.tsx';
import { useNewReferralSound } from './new-referral-sound.ts';
import { PhoneDesk } from './phone-desk.tsx';
import { useDeskFilters } from './use-desk-filters.ts';

/** Board and list of the same referrals; on a phone the doctor's own list. */
export function ReferralDesk() {
  const say = useText();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const mayRefer = useMay('referral.save-draft');
  const mayRegister = useMay('referral.register-emergency');
  const { filters, shown, set } = useDeskFilters();
  const sound = useNewReferralSound();
  if (narrow) return <PhoneDesk />;
  return (
    <>
      <PageHeader
        title={say(messages.desk)}
        actions={
          <>
            <label className="yg-row"><Switch size="small" checked={sound.on} onChange={sound.setOn} /> {say(messages.sound)}</label>
            {mayRegister && <Button onClick={() => void navigate('/refer?emergency=1')}>{say(referMessages.emergencyTitle)}</Button>}
            {mayRefer && <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate('/refer')}>{say(messages.refer)}</Button>}
          </>
        }
      />
      <div className="yg-row referral-desk-bar yg-print-hidden">
        <Segments
          aria-label={say(messages.show)} value={shown} onChange={(value) => set('show', value === 'list' ? 'list' : undefined)}
          options={[{ value: 'board', label: say(messages.board) }, { value: 'list', label: say(messages.list) }]}
        />
        {shown === 'board' && (
          <>
            <Segments
              aria-label={say(messages.route)} value={filters.flow} onChange={(value) => set('flow', value === 'down' ? 'down' : undefined)}
              options={[{ value: 'outward', label: say(messages.outward) }, { value: 'down', label: say(messages.down) }]}
            />
            <Segments
              aria-label={say(messages.show)} value={filters.box} onChange={(value) => set('box', value === 'all' ? undefined : String(value))}
              options={[{ value: 'all', label: say(messages.boxAll) }, { value: 'in', label: say(messages.boxIn) }, { value: 'out', label: say(messages.boxOut) }]}
            />
            <Checkbox checked={filters.ours === 'true'} onChange={(event) => set('ours', event.target.checked ? 'true' : undefined)}>{say(messages.ours)}</Checkbox>
            <Checkbox checked={filters.overdue === 'true'} onChange={(event) => set('overdue', event.target.checked ? 'true' : undefined)}>{say(messages.overdueOnly)}</Checkbox>
            <span className="yg-quiet">{say(messages.keyHint)}</span>
          </>
        )}
      </div>
      {shown === 'board' ? <DeskBoard filters={filters} /> : <DeskList />}
    </>
  );
}
