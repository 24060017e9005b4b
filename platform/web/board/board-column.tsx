import { useEffect, useId, useRef, useState, type DragEvent, type RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { StopOutlined } from '@ant-design/icons';
import { useFormat } from '../text/format.ts';
import { useText } from '../text/messages.ts';
import { BoardCard } from './board-card.tsx';
import { boardMessages } from './board-messages.ts';
import type { BoardColumn, BoardProps, MoveAbility } from './board-types.ts';

const GAP_PX = 8;

interface BoardColumnViewProps<Card> {
  readonly column: BoardColumn;
  readonly cards: readonly Card[];
  readonly board: BoardProps<Card>;
  readonly dragged: Card | undefined;
  /** Key of the one card that Tab reaches. */
  readonly tabStop: string | undefined;
  readonly focusRow: number;
  readonly wantsFocus: RefObject<boolean>;
  readonly onFocusCard: (key: string) => void;
  readonly onDrag: (card: Card | undefined) => void;
  readonly onMenu: (card: Card) => void;
  readonly onDrop: (card: Card, columnKey: string) => void;
}

export function BoardColumnView<Card>(props: BoardColumnViewProps<Card>) {
  const { column, cards, board, dragged, focusRow } = props;
  const format = useFormat();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const ability = dragged !== undefined && board.columnOf(dragged) !== column.key ? board.moveTo(dragged, column.key) : undefined;
  const virtual = useVirtualizer({
    count: cards.length, getScrollElement: () => frame.current, estimateSize: () => board.cardHeight + GAP_PX, overscan: 4, paddingEnd: GAP_PX,
    getItemKey: (index) => board.cardKey(cards[index] as Card),
  });
  useEffect(() => {
    if (focusRow >= 0) virtual.scrollToIndex(focusRow, { align: 'auto' });
  }, [focusRow, virtual]);
  const drop = (event: DragEvent) => {
    setOver(false);
    if (dragged === undefined || !ability?.allowed) return;
    event.preventDefault();
    props.onDrop(dragged, column.key);
    props.onDrag(undefined);
  };
  return (
    <section
      className={`yg-column${cards.length === 0 && !column.total ? ' yg-column-none' : ''}${ability ? (ability.allowed ? ' yg-column-open' : ' yg-column-shut') : ''}${over && ability?.allowed ? ' yg-column-over' : ''}`}
      aria-labelledby={id}
      onDragOver={(event) => {
        if (!ability?.allowed) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)} onDrop={drop}
    >
      <h2 id={id} className={`yg-column-head yg-tone-ink-${column.tone ?? 'neutral'}`}>
        <span>{column.title}</span>
        <span className="yg-count">{format.number(column.total ?? cards.length)}</span>
      </h2>
      {ability && <DropHint ability={ability} />}
      <div ref={frame} className="yg-column-cards" tabIndex={-1}>
        <div className="yg-rows-space" {...(cards.length > 0 ? { role: 'list', 'aria-labelledby': id } : {})} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const card = cards[item.index] as Card;
            const key = board.cardKey(card);
            return (
              <BoardCard
                key={key} card={card} title={board.cardTitle(card)} render={board.renderCard} top={item.start} height={board.cardHeight}
                position={item.index + 1} size={cards.length} tabStop={key === props.tabStop} focused={item.index === focusRow} wantsFocus={props.wantsFocus}
                cardKey={key} onFocusCard={props.onFocusCard} onDrag={props.onDrag} onMenu={props.onMenu} onOpen={board.onOpen}
              />
            );
          })}
        </div>
        <ColumnFoot shown={cards.length} total={column.total} />
      </div>
    </section>
  );
}

function ColumnFoot({ shown, total }: { shown: number; total: number | undefined }) {
  const say = useText();
  if (shown === 0 && !total) return <p className="yg-quiet yg-column-empty">{say(boardMessages.emptyColumn)}</p>;
  if (total === undefined || total <= shown) return null;
  return <p className="yg-quiet yg-column-empty">{say(boardMessages.shownOf, { shown, total })}</p>;
}

function DropHint({ ability }: { ability: MoveAbility }) {
  const say = useText();
  return ability.allowed ? (
    <p className="yg-drop-hint">{ability.effect ?? say(boardMessages.dropHere)}</p>
  ) : (
    <p className="yg-drop-hint"><StopOutlined aria-hidden /> {ability.reason || say(boardMessages.notHere)}</p>
  );
}
