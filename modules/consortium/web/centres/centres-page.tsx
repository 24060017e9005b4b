import { PlusOutlined } from '@ant-design/icons';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { DateInput } from '#platform/web/form/date-field.tsx';
import { Segments } from '#platform/web/form/segments.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ServiceCentre } from '../../contract/centres.ts';
import { SERVICES } from '../../contract/words.ts';
import { useAbility } from '../use-ability.ts';
import { useToday } from '../use-today.ts';
import { AssignCentreForm, type AssignStart } from './assign-centre-form.tsx';
import { CentreDetail } from './centre-detail.tsx';
import { CentreList } from './centre-list.tsx';
import { CentreMatrix } from './centre-matrix.tsx';
import { centreMessages } from './messages.ts';
import '../consortium.css';

/** Who is the centre for whom, on any day, by service. */
export function CentresPage() {
  const say = useText();
  const today = useToday();
  const ability = useAbility();
  const [address, setAddress] = useSearchParams();
  const [typed, setTyped] = useState(today);
  const on = isCalendarDate(typed) ? typed : today;
  const list = address.get('show') === 'list';
  const { assign, openRelation } = useOpening();
  const mayAssign = ability({ permission: 'consortium.assign-centre' });
  useHotkey('n', () => assign(), { enabled: mayAssign.allowed });
  return (
    <>
      <PageHeader
        title={say(centreMessages.centres)} subtitle={list ? undefined : say(centreMessages.subtitle, { day: on })}
        actions={<AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={mayAssign} shortcut="N" onClick={() => assign()}>{say(centreMessages.assign)}</AbilityButton>}
      />
      <div className="yg-stack">
        <div className="yg-row">
          <Segments
            value={list ? 'list' : 'matrix'} onChange={(value) => setAddress(value === 'list' ? { show: 'list' } : {}, { replace: true })}
            options={[{ value: 'matrix', label: say(centreMessages.matrix) }, { value: 'list', label: say(centreMessages.list) }]}
          />
          {!list && <DateInput label={say(centreMessages.on)} aria-label={say(centreMessages.on)} value={typed} onChange={setTyped} />}
        </div>
        {list
          ? <CentreList onOpen={openRelation} />
          : <CentreMatrix on={on} mayAssign={mayAssign.allowed} onOpen={openRelation} onAssign={assign} />}
      </div>
    </>
  );
}

function useOpening() {
  const say = useText();
  const workspace = useWorkspace();
  const assign = useCallback((start: AssignStart = {}) => {
    const key = `assign-centre:${start.service ?? ''}${start.memberId ?? ''}`;
    workspace.open({ key, title: say(centreMessages.assign), content: <AssignCentreForm start={start} onDone={() => workspace.close(key)} /> });
  }, [workspace, say]);
  const openRelation = useCallback((relation: ServiceCentre) => workspace.open({
    key: `centre:${relation.id}`, title: `${relation.memberName} · ${say(SERVICES[relation.service])}`, content: <CentreDetail relation={relation} />,
  }), [workspace, say]);
  return { assign, openRelation };
}
