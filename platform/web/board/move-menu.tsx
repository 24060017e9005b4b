import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useFocusReturn } from '../layout/use-focus-return.ts';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { boardMessages } from './board-messages.ts';
import type { BoardProps } from './board-types.ts';

interface MoveMenuProps<Card> {
  readonly card: Card;
  readonly board: BoardProps<Card>;
  readonly onChoose: (columnKey: string) => void;
  readonly onClose: () => void;
}

/** Where a card can go: possible columns first with what will happen, the others with the reason. */
export function MoveMenu<Card>({ card, board, onChoose, onClose }: MoveMenuProps<Card>) {
  const say = useText();
  const list = useRef<HTMLDivElement>(null);
  const own = board.columnOf(card);
  const targets = board.columns
    .filter((column) => column.key !== own)
    .map((column) => ({ column, ability: board.moveTo(card, column.key) }))
    .sort((a, b) => Number(b.ability.allowed) - Number(a.ability.allowed));
  useFocusReturn();
  useEffect(() => list.current?.querySelector('button')?.focus(), []);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') stepFocus(list.current, event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="yg-menu-veil" onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <div ref={list} role="dialog" aria-modal="true" aria-label={say(boardMessages.move, { title: board.cardTitle(card) })} className="yg-menu" onKeyDown={press}>
        <h2>{say(boardMessages.move, { title: board.cardTitle(card) })}</h2>
        {targets.map(({ column, ability }) => (
          <button
            key={column.key} type="button" className="yg-menu-item" aria-disabled={!ability.allowed || undefined}
            onClick={() => ability.allowed && onChoose(column.key)}
          >
            <span>{say(boardMessages.moveTo, { column: column.title })}</span>
            <span className="yg-quiet">{ability.allowed ? ability.effect : ability.reason}</span>
          </button>
        ))}
        <button type="button" className="yg-menu-item" onClick={onClose}>{say(kitMessages.cancel)} <kbd>Esc</kbd></button>
      </div>
    </div>
  );
}

function stepFocus(list: HTMLElement | null, step: number): void {
  const buttons = [...(list?.querySelectorAll('button') ?? [])];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
