import { Button } from 'antd';
import { useText } from '#platform/web/text/messages.ts';
import type { Tile as TileData } from '../../contract/operations.ts';
import { messages } from '../messages.ts';
import { arranged, moved, SECTIONS, toggled } from './arrangement.ts';
import { Tile } from './tile.tsx';
import type { Arranging } from './use-arrangement.ts';

interface CardsProps {
  readonly tiles: readonly TileData[];
  readonly arranging: Arranging;
  readonly isEditing: boolean;
  readonly onOpen: (tile: TileData) => void;
}

/** The cards as the person arranged them; while arranging, each says where it can go. */
export function Cards({ tiles, arranging: { arrangement, change }, isEditing, onOpen }: CardsProps) {
  const ids = tiles.map(({ definition }) => definition.id);
  const shown = arranged(ids, arrangement).filter((id) => !arrangement.hidden.includes(id));
  const byId = new Map(tiles.map((tile) => [tile.definition.id, tile]));
  return (
    <div className="yg-tiles">
      {shown.map((id, place) => (
        <div key={id} className="cockpit-place">
          <Tile tile={byId.get(id)!} onOpen={() => onOpen(byId.get(id)!)} />
          {isEditing && <Moves id={id} isFirst={place === 0} isLast={place === shown.length - 1} onMove={(by) => change(moved(ids, arrangement, { id, by }))} onHide={() => change(toggled(arrangement, id))} />}
        </div>
      ))}
    </div>
  );
}

function Moves({ id, isFirst, isLast, onMove, onHide }: { id: string; isFirst: boolean; isLast: boolean; onMove: (by: -1 | 1) => void; onHide: () => void }) {
  const say = useText();
  return (
    <div className="yg-row" role="group" aria-label={`${say(messages.arrange)} ${id}`}>
      <Button size="small" disabled={isFirst} onClick={() => onMove(-1)}>{say(messages.earlier)}</Button>
      <Button size="small" disabled={isLast} onClick={() => onMove(1)}>{say(messages.later)}</Button>
      <Button size="small" onClick={onHide}>{say(messages.hide)}</Button>
    </div>
  );
}

/** What is left out, to be taken in again, and the end of arranging. */
export function ArrangeBar({ tiles, arranging, onEnd }: { tiles: readonly TileData[]; arranging: Arranging; onEnd: () => void }) {
  const say = useText();
  const { arrangement, change, save, reset, isChanged } = arranging;
  const names = new Map(tiles.map(({ definition }) => [definition.id, `${definition.id} ${say(definition.name)}`]));
  const end = async () => {
    if (await save()) onEnd();
  };
  return (
    <div className="yg-notice cockpit-arrange" role="region" aria-label={say(messages.arrange)}>
      <div className="yg-row">
        <span>{say(messages.arrangeHint)}</span>
        <Button type="primary" size="small" onClick={() => void end()}>{say(isChanged ? messages.saveArrangement : messages.done)}</Button>
        <Button size="small" onClick={() => void reset()}>{say(messages.resetArrangement)}</Button>
      </div>
      <div className="yg-row">
        {SECTIONS.map((section) => <Button key={section} size="small" aria-pressed={!arrangement.hidden.includes(section)} onClick={() => change(toggled(arrangement, section))}>{say(messages[section])} {say(arrangement.hidden.includes(section) ? messages.hidden : messages.shown)}</Button>)}
        {arrangement.hidden.filter((id) => names.has(id)).map((id) => <button key={id} type="button" className="yg-chip" onClick={() => change(toggled(arrangement, id))}>+ {names.get(id)}</button>)}
      </div>
    </div>
  );
}
