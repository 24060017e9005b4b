import { useRef, type ReactElement } from 'react';

interface FileChooser {
  /** Stands anywhere on the page; it shows nothing. */
  readonly chooser: ReactElement;
  /** For the button that says what is chosen. */
  readonly choose: () => void;
}

interface FileKinds {
  /** Names the chooser as its button does. */
  readonly label: string;
  /** Endings or media types; any file without it. */
  readonly accept?: string;
  readonly multiple?: boolean;
}

/** Files from this machine, one at least; the same file may be chosen again. */
export function useFileChooser({ label, accept, multiple = false }: FileKinds, onChosen: (files: readonly [File, ...File[]]) => unknown): FileChooser {
  const input = useRef<HTMLInputElement>(null);
  const take = (target: HTMLInputElement): void => {
    const [first, ...others] = target.files ?? [];
    if (first !== undefined) void onChosen([first, ...others]);
    target.value = '';
  };
  return {
    chooser: <input ref={input} type="file" hidden multiple={multiple} accept={accept} aria-label={label} onChange={(event) => take(event.target)} />,
    choose: () => input.current?.click(),
  };
}

/** One CSV or Excel file. */
export const useTableChooser = (label: string, onChosen: (file: File) => unknown): FileChooser => useFileChooser({ label, accept: '.csv,.txt,.tsv,.xlsx' }, ([file]) => onChosen(file));
