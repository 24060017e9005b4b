import { useCallback } from 'react';
import { PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay, useSession } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getBedBoard, type Ward } from '../../contract/beds.ts';
import { BED_STATES, type BedState } from '../../contract/words.ts';
import { choicesOf } from '../form-values.ts';
import '../scheduling.css';
import { SiteFilters } from '../site-filters.tsx';
import { BedPanel } from './bed-panel.tsx';
import { BED_TONES } from './bed-state.ts';
import { CreateWardForm } from './create-ward-form.tsx';
import { bedMessages } from './messages.ts';
import { WardCard, type BoardBed } from './ward-card.tsx';

const STATES = ['free', 'reserved', 'occupied', 'blocked'] as const;

/** Beds of every site at a glance; the filters are in the address. */
export function BedBoardPage() {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const filter = { organisationId: address.get('site') ?? undefined, speciality: address.get('speciality') ?? undefined };
  const state = (address.get('state') ?? undefined) as BedState | undefined;
  const change = (next: Readonly<Record<string, string | undefined>>) =>
    setAddress(Object.entries({ site: filter.organisationId, speciality: filter.speciality, state, ...next }).filter((each): each is [string, string] => each[1] !== undefined), { replace: true });
  const board = useOperation(
    getBedBoard,
    { organisationId: filter.organisationId && [filter.organisationId], speciality: filter.speciality && [filter.speciality], state: state && [state] },
    { keepPrevious: true },
  );
  return (
    <>
      <PageHeader title={say(bedMessages.board)} actions={<NewWardButton />} />
      <div className="yg-row scheduling-toolbar">
        <SiteFilters value={filter} onChange={(next) => change({ site: next.organisationId, speciality: next.speciality })} />
        <Select
          className="scheduling-filter" aria-label={say(bedMessages.filterState)} placeholder={say(bedMessages.filterState)} allowClear
          options={choicesOf(BED_STATES, say)} value={state} onChange={(next?: BedState) => change({ state: next })}
        />
        {board.data && STATES.map((each) => <StateTag key={each} tone={BED_TONES[each]} text={`${say(BED_STATES[each])} ${board.data.counts[each]}`} />)}
      </div>
      <Answer query={board}>
        {(data) => (data.wards.length === 0 ? <Empty title={say(bedMessages.nothing)} next={say(bedMessages.nothingNext)} /> : <Sites wards={data.wards} total={data.total} />)}
      </Answer>
    </>
  );
}

function NewWardButton() {
  const say = useText();
  const workspace = useWorkspace();
  const { acting } = useSession();
  const mayCreate = useMay('scheduling.create-ward');
  if (!mayCreate || !acting) return null;
  const open = () =>
    workspace.open({
      key: 'create-ward', title: say(bedMessages.newWard),
      content: <CreateWardForm organisationId={acting.organisationId} onDone={() => workspace.close('create-ward')} />,
    });
  return <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={open}>{say(bedMessages.newWard)}</Button>;
}

function Sites({ wards, total }: { wards: readonly Ward[]; total: number }) {
  const say = useText();
  const workspace = useWorkspace();
  const { open, close } = workspace;
  const openBed = useCallback((ward: Ward, bed: BoardBed) => {
    const key = `bed:${bed.id}`;
    open({ key, title: `${ward.name} ${bed.label}`, content: <BedPanel ward={ward} bedId={bed.id} onDone={() => close(key)} /> });
  }, [open, close]);
  const sites = [...new Set(wards.map((ward) => ward.organisationId))];
  return (
    <div className="yg-stack">
      {total > wards.length && <p role="status">{say(bedMessages.narrow, { total, shown: wards.length })}</p>}
      {sites.map((site) => {
        const own = wards.filter((ward) => ward.organisationId === site);
        return (
          <section key={site} className="yg-stack" aria-label={own[0]!.organisationName}>
            <h2>{own[0]!.organisationName}</h2>
            <div className="scheduling-wards">{own.map((ward) => <WardCard key={ward.id} ward={ward} onOpen={openBed} />)}</div>
          </section>
        );
      })}
    </div>
  );
}
