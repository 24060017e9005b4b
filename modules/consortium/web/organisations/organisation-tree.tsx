import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useRestHeight } from '#platform/web/layout/use-rest-height.ts';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { KINDS, LEVELS, OWNERSHIPS } from '../../contract/words.ts';
import { LevelMark } from '../level-mark.tsx';
import { wordOf } from '../words.ts';
import { organisationMessages } from './messages.ts';
import { treeStep, type TreeRow } from './tree-model.ts';

interface OrganisationTreeProps {
  readonly rows: readonly TreeRow[];
  readonly chosen: string | undefined;
  readonly onToggle: (id: string) => void;
  readonly onChoose: (id: string) => void;
}

const ROW_HEIGHT = 34;
const HEIGHT_LEAST = 320;

/** One tab stop; arrow keys move, open and close, Enter chooses. Only the rows in sight are in the page. */
export function OrganisationTree({ rows, chosen, onToggle, onChoose }: OrganisationTreeProps) {
  const say = useText();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const height = useRestHeight(frame, { below: 28, least: HEIGHT_LEAST });
  const [active, setActive] = useState<string>();
  const current = rows.some((row) => row.node.id === active) ? active : (chosen ?? rows[0]?.node.id);
  const at = rows.findIndex((row) => row.node.id === current);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => frame.current, estimateSize: () => ROW_HEIGHT, overscan: 12 });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  const press = (event: KeyboardEvent) => {
    const step = treeStep(rows, current, event.key);
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if ('go' in step) setActive(step.go);
    else if ('toggle' in step) onToggle(step.toggle);
    else onChoose(step.choose);
  };
  return (
    <div
      ref={frame} role="tree" tabIndex={0} aria-label={say(organisationMessages.tree)} aria-activedescendant={at >= 0 ? `${id}-${current}` : undefined}
      className="consortium-tree" style={{ height }} onKeyDown={press}
    >
      <div role="none" className="consortium-tree-space" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          return (
            <Branch
              key={row.node.id} row={row} id={`${id}-${row.node.id}`} top={item.start} chosen={row.node.id === chosen} active={row.node.id === current}
              onToggle={onToggle}
              onChoose={(each) => {
                setActive(each);
                onChoose(each);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

interface BranchProps {
  readonly row: TreeRow;
  readonly id: string;
  readonly top: number;
  readonly chosen: boolean;
  readonly active: boolean;
  readonly onToggle: (id: string) => void;
  readonly onChoose: (id: string) => void;
}

function Branch({ row, id, top, chosen, active, onToggle, onChoose }: BranchProps) {
  const say = useText();
  const { node } = row;
  const words = [say(wordOf(LEVELS, node.level)), say(wordOf(KINDS, node.kind)), say(wordOf(OWNERSHIPS, node.ownership))];
  // In the order in which they are seen, so that the name heard holds the words seen.
  const marks = [
    ...(node.leads ? [say(organisationMessages.leads)] : []),
    ...(node.ownership === 'private' ? [say(OWNERSHIPS.private)] : []),
    ...(node.state === 'closed' ? [say(organisationMessages.closed)] : []),
  ];
  return (
    <div
      id={id} role="treeitem" aria-level={row.depth} aria-expanded={row.expanded} aria-selected={chosen} aria-posinset={row.position} aria-setsize={row.siblings}
      aria-label={[node.name, ...marks, ...words].join('，')}
      className={['consortium-branch', chosen && 'consortium-branch-chosen', active && 'consortium-branch-active', !row.fits && 'consortium-branch-way'].filter(Boolean).join(' ')}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 6 + (row.depth - 1) * 16 }} onClick={() => onChoose(node.id)}
    >
      <span
        className="consortium-caret" aria-hidden
        onClick={(event) => {
          if (row.expanded === undefined) return;
          event.stopPropagation();
          onToggle(node.id);
        }}
      >
        {row.expanded === undefined ? null : row.expanded ? <CaretDownOutlined /> : <CaretRightOutlined />}
      </span>
      <LevelMark level={node.level} />
      <span className="yg-ellipsis consortium-branch-name" title={[node.name, ...words].join(' · ')}>{node.name}</span>
      {node.leads && <StateTag tone="information" text={say(organisationMessages.leads)} />}
      {node.ownership === 'private' && <StateTag tone="neutral" text={say(OWNERSHIPS.private)} />}
      {node.state === 'closed' && <StateTag tone="waiting" text={say(organisationMessages.closed)} />}
    </div>
  );
}
