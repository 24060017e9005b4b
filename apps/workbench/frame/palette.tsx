import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import type { PaletteEntry } from '#platform/web/page.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { usePalette } from './use-palette.ts';
import type { Room } from './use-rooms.ts';

/** Ctrl-K: patient, page, action; everything by keyboard. */
export function Palette({ rooms, onClose }: { rooms: readonly Room[]; onClose: () => void }) {
  const say = useText();
  const id = useId();
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState('');
  const [active, setActive] = useState(0);
  const { groups, busy } = usePalette(rooms, words);
  const entries = groups.flatMap((group) => group.entries);
  const chosen = entries[Math.min(active, entries.length - 1)];
  useEffect(() => {
    // The browser's own modal dialog keeps the focus inside and gives it back.
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const go = (entry: PaletteEntry) => {
    onClose();
    void navigate(entry.path);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((at) => Math.min(entries.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setActive((at) => Math.max(0, at - 1));
    else if (event.key === 'Enter' && chosen && !event.nativeEvent.isComposing) go(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog} className="wb-palette" aria-label={say(messages.palette)} onClose={onClose}
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <input
        className="wb-palette-input" role="combobox" aria-expanded aria-controls={id} aria-autocomplete="list" autoFocus maxLength={100}
        aria-activedescendant={chosen ? `${id}-${entries.indexOf(chosen)}` : undefined} aria-label={say(messages.paletteHint)}
        placeholder={say(messages.paletteHint)} value={words} onKeyDown={press}
        onChange={(event) => {
          setWords(event.target.value);
          setActive(0);
        }}
      />
      <div id={id} role="listbox" aria-label={say(messages.palette)} className="wb-palette-list">
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p className="wb-palette-group" aria-hidden>{group.title}</p>
            {group.failed && <p className="wb-palette-group" role="alert">{say(messages.paletteFailed, { source: group.title })}</p>}
            {group.entries.map((entry) => (
              <div
                key={entry.key} id={`${id}-${entries.indexOf(entry)}`} role="option" aria-selected={entry === chosen} className="wb-palette-entry"
                onMouseMove={() => setActive(entries.indexOf(entry))} onClick={() => go(entry)}
              >
                <span>{entry.title}</span>
                {entry.detail && <span className="yg-quiet">{entry.detail}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className="wb-palette-group" role="status">{entries.length === 0 && say(busy ? messages.paletteBusy : messages.paletteNothing, { words })}</p>
      <p className="wb-palette-keys yg-quiet">{say(messages.paletteKeys)}</p>
    </dialog>
  );
}
