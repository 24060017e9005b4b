import { useState } from 'react';
import { Button } from 'antd';
import { useText } from '../text/messages.ts';
import type { BulkAction } from './columns.ts';
import { tableMessages } from './table-messages.ts';
import type { Selection } from './use-selection.ts';

/** Appears with a selection. */
export function BulkBar<Row>({ actions, selection }: { actions: readonly BulkAction<Row>[]; selection: Selection<Row> }) {
  const say = useText();
  const [running, setRunning] = useState<string>();
  if (selection.rows.length === 0) return null;
  const run = async (action: BulkAction<Row>) => {
    setRunning(action.key);
    await action.run(selection.rows);
    setRunning(undefined);
    selection.clear();
  };
  return (
    <div className="yg-bulk" role="status">
      <strong>{say(tableMessages.selected, { count: selection.rows.length })}</strong>
      {actions.map((action) => (
        <Button
          key={action.key} size="small" danger={action.danger} loading={running === action.key} disabled={running !== undefined && running !== action.key}
          onClick={() => void run(action)}
        >
          {say(action.title)}
        </Button>
      ))}
      <Button size="small" type="link" onClick={selection.clear}>{say(tableMessages.clearSelection)}</Button>
    </div>
  );
}
