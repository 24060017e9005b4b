import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { announce } from '../layout/announce.ts';
import { useRestHeight } from '../layout/use-rest-height.ts';
import { useText } from '../text/messages.ts';
import { BoardColumnView } from './board-column.tsx';
import { cardsByColumn, findCard, placeAfterKey } from './board-layout.ts';
import { boardMessages } from './board-messages.ts';
import type { BoardProps } from './board-types.ts';
import { MoveMenu } from './move-menu.tsx';

/** Columns of cards: drag, arrow keys and a menu do the same; see README, "Boards". */
export function Board<Card>(props: BoardProps<Card>) {
  const { cards, columns, cardKey, columnOf, cardTitle, moveTo, onMove, onOpen } = props;
  const say = useText();
  const lists = useMemo(() => cardsByColumn(cards, columns, columnOf), [cards, columns, columnOf]);
  const [focusKey, setFocusKey] = useState<string>();
  const [dragged, setDragged] = useState<Card>();
  const [menuFor, setMenuFor] = useState<Card>();
  const wantsFocus = useRef(false);
  const frame = useRef<HTMLDivElement>(null);
  const restHeight = useRestHeight(frame, { below: 48, least: 320 });
  const firstKey = useMemo(() => {
    const first = lists.find((list) => list.length > 0)?.[0];
    return first === undefined ? undefined : cardKey(first);
  }, [lists, cardKey]);
  const place = findCard(lists, focusKey, cardKey);
  const tabStop = place ? focusKey : firstKey;

  const move = useCallback((card: Card, columnKey: string) => {
    const column = columns.find((each) => each.key === columnKey)?.title ?? columnKey;
    const ability = moveTo(card, columnKey);
    if (!ability.allowed) {
      announce(say(boardMessages.refused, { column, reason: ability.reason }));
      return;
    }
    announce(say(boardMessages.moved, { title: cardTitle(card), column }));
    onMove(card, columnKey);
  }, [cardTitle, columns, moveTo, onMove, say]);

  const leaveMenu = (card: Card) => {
    const key = cardKey(card);
    setMenuFor(undefined);
    setFocusKey(key);
    // Where the card goes to another column it is drawn anew and takes the focus itself.
    wantsFocus.current = true;
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(key)}"]`)?.focus());
  };

  const press = (event: KeyboardEvent) => {
    const at = place ?? findCard(lists, firstKey, cardKey);
    const card = at && lists[at.column]?.[at.row];
    if (!at || card === undefined || event.altKey || menuFor !== undefined) return;
    const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (event.ctrlKey || event.metaKey) {
      const neighbour = columns[at.column + sideways];
      if (sideways === 0 || !neighbour) return;
      wantsFocus.current = true;
      setFocusKey(cardKey(card));
      move(card, neighbour.key);
    } else if (event.key === 'Enter') onOpen(card);
    else if (event.key === 'm' || event.key === 'ContextMenu') setMenuFor(card);
    else {
      const next = placeAfterKey(event.key, at, lists.map((list) => list.length));
      const nextCard = next && lists[next.column]?.[next.row];
      if (nextCard === undefined) return;
      wantsFocus.current = true;
      setFocusKey(cardKey(nextCard));
    }
    event.preventDefault();
  };

  return (
    <section className="yg-board-frame" aria-label={props.label}>
      <div ref={frame} className="yg-board" style={{ height: props.height ?? restHeight }} onKeyDown={press}>
        {columns.map((column, index) => (
          <BoardColumnView
            key={column.key} column={column} cards={lists[index] ?? []} board={props} dragged={dragged} tabStop={tabStop} focusRow={place?.column === index ? place.row : -1}
            wantsFocus={wantsFocus} onFocusCard={setFocusKey} onDrag={setDragged} onMenu={setMenuFor} onDrop={move}
          />
        ))}
      </div>
      <p className="yg-quiet yg-grid-keys yg-print-hidden">{say(boardMessages.keys)}</p>
      {menuFor !== undefined && (
        <MoveMenu
          card={menuFor} board={props}
          onChoose={(columnKey) => {
            leaveMenu(menuFor);
            move(menuFor, columnKey);
          }}
          onClose={() => leaveMenu(menuFor)}
        />
      )}
    </section>
  );
}
