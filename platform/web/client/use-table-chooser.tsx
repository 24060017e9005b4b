import { useRef, type ReactElement } from 'react';

interface TableChooser {
  /** Stands anywhere on the page; it shows nothing. */
  readonly chooser: ReactElement;
  /** For the button that says what is chosen. */
  readonly choose: () => void;
}

/** One CSV or Excel file from this machine; the same file may be chosen again. `label` names the chooser as its button does. */
export function useTableChooser(label: string, onChosen: (file: File) => unknown): TableChooser {
  const input = useRef<HTMLInputElement>(null);
  const take = (target: HTMLInputElement): void => {
    const file = target.files?.[0];
    if (file !== undefined) void onChosen(file);
    target.value = '';
  };
  return {
    chooser: <input ref={input} type="file" hidden accept=".csv,.txt,.tsv,.xlsx" aria-label={label} onChange={(event) => take(event.target)} />,
    choose: () => input.current?.click(),
  };
}
