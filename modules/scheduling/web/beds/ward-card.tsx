import { memo, useRef, useState, type KeyboardEvent } from 'react';
import { CheckCircleOutlined, ClockCircleOutlined, StopOutlined, UserOutlined } from '@ant-design/icons';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Ward } from '../../contract/beds.ts';
import { BED_STATES, specialityText, type BedState } from '../../contract/words.ts';
import { bedAfterKey } from './bed-state.ts';
import { bedMessages } from './messages.ts';

export type BoardBed = Ward['beds'][number];

const ICONS: Readonly<Record<BedState, typeof UserOutlined>> = { free: CheckCircleOutlined, reserved: ClockCircleOutlined, occupied: UserOutlined, blocked: StopOutlined };
const COUNTED = ['free', 'reserved', 'occupied', 'blocked'] as const;

/** A ward as a map of its beds: one tab stop, arrows move, Enter opens the bed beside. */
export const WardCard = memo(function WardCard({ ward, onOpen }: { ward: Ward; onOpen: (ward: Ward, bed: BoardBed) => void }) {
  const say = useText();
  const map = useRef<HTMLUListElement>(null);
  const [stop, setStop] = useState(0);
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const columns = map.current ? getComputedStyle(map.current).gridTemplateColumns.split(' ').length : 1;
    const next = bedAfterKey(event.key, at, { count: ward.beds.length, columns });
    if (next === undefined) return;
    event.preventDefault();
    setStop(next);
    map.current?.querySelectorAll('button')[next]?.focus();
  };
  const counts = COUNTED.filter((state) => ward.counts[state] > 0).map((state) => `${say(BED_STATES[state])} ${ward.counts[state]}`).join(' · ');
  return (
    <Panel level={3} title={`${ward.name} · ${say(specialityText(ward.speciality))}`} actions={<span className="yg-quiet">{counts}</span>}>
      {ward.referralBeds > 0 && <p className="yg-quiet">{say(bedMessages.keptLine, { count: ward.referralBeds, time: ward.referralUntil })}</p>}
      <ul className="scheduling-beds" ref={map} aria-label={say(bedMessages.bedsOf, { ward: ward.name })}>
        {ward.beds.map((bed, index) => {
          const Icon = ICONS[bed.state];
          return (
            <li key={bed.id}>
              <button
                type="button" className={`scheduling-bed scheduling-bed-${bed.state}`} tabIndex={index === Math.min(stop, ward.beds.length - 1) ? 0 : -1}
                onFocus={() => setStop(index)} onKeyDown={(event) => onKeyDown(event, index)} onClick={() => onOpen(ward, bed)}
              >
                <span className="scheduling-bed-label">{bed.label}</span>
                <span className="scheduling-bed-state"><Icon aria-hidden /> {say(BED_STATES[bed.state])}</span>
                {bed.personName !== null && <span className="yg-ellipsis">{bed.personName}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
});
