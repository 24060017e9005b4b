import { createContext, useContext, useEffect, useMemo, useReducer, useRef, type ReactNode, type RefObject } from 'react';
import { CloseOutlined, MinusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { giveFocusBack } from './use-focus-return.ts';
import { emptyWorkspace, workspaceAfter, type WorkspaceItem, type WorkspaceState } from './workspace-store.ts';

export interface Workspace {
  readonly open: (item: WorkspaceItem) => void;
  readonly close: (key: string) => void;
  readonly show: (key: string) => void;
  readonly minimise: () => void;
  readonly state: WorkspaceState;
}

const WorkspaceContext = createContext<Workspace | undefined>(undefined);

/** Above the routes: what is open beside a page stays open on the next one. */
export function WorkspaceProvider({ children }: { children: ReactNode }) {
  const [state, step] = useReducer(workspaceAfter, emptyWorkspace);
  const workspace = useMemo<Workspace>(
    () => ({
      state,
      open: (item) => step({ do: 'open', item }),
      close: (key) => step({ do: 'close', key }),
      show: (key) => step({ do: 'show', key }),
      minimise: () => step({ do: 'minimise' }),
    }),
    [state],
  );
  return <WorkspaceContext.Provider value={workspace}>{children}</WorkspaceContext.Provider>;
}

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error('useWorkspace outside WorkspaceProvider');
  return workspace;
}

/** The panel beside the page and the strip of minimised items. Escape minimises; nothing typed is lost. */
export function WorkspaceDock() {
  const workspace = useWorkspace();
  const say = useText();
  const { items, front } = workspace.state;
  if (items.length === 0) return null;
  return (
    <aside className={front ? 'yg-dock yg-dock-open' : 'yg-dock'} aria-label={say(kitMessages.workspace)}>
      {items.map((item) => <WorkspacePanel key={item.key} item={item} />)}
      {(items.length > 1 || !front) && (
        <div className="yg-dock-strip">
          {items.map((item) => (
            <button
              key={item.key} type="button" className="yg-dock-tab" aria-pressed={item.key === front}
              onClick={() => (item.key === front ? workspace.minimise() : workspace.show(item.key))}
            >
              {item.title}
            </button>
          ))}
        </div>
      )}
    </aside>
  );
}

function WorkspacePanel({ item }: { item: WorkspaceItem }) {
  const workspace = useWorkspace();
  const say = useText();
  const title = useRef<HTMLHeadingElement>(null);
  const shown = workspace.state.front === item.key;
  usePanelFocus(title, shown);
  return (
    <section
      className={item.width === 'wide' ? 'yg-dock-panel yg-dock-wide' : 'yg-dock-panel'} hidden={!shown} aria-label={item.title}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) workspace.minimise();
      }}
    >
      <div className="yg-dock-head">
        <h2 ref={title} tabIndex={-1} className="yg-ellipsis">{item.title}</h2>
        <Button type="text" icon={<MinusOutlined />} aria-label={say(kitMessages.minimise)} title={`${say(kitMessages.minimise)} (Esc)`} onClick={workspace.minimise} />
        <Button type="text" icon={<CloseOutlined />} aria-label={say(kitMessages.close)} onClick={() => workspace.close(item.key)} />
      </div>
      <div className="yg-dock-body" tabIndex={-1}>{item.content}</div>
    </section>
  );
}

/** The panel takes the focus when it is shown and gives it back to the list, board or button it was opened from. */
function usePanelFocus(title: RefObject<HTMLElement | null>, shown: boolean): void {
  const before = useRef<Element>(null);
  useEffect(() => {
    if (!shown) return;
    // Not to the strip, which goes away with its last other panel.
    if (document.activeElement?.closest('.yg-dock') === null) before.current = document.activeElement;
    title.current?.focus();
    return () => giveFocusBack(before.current);
  }, [shown, title]);
}
