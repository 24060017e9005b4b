import type { BackupView } from '#platform/monitoring/contract/backups.ts';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { backupMessages } from './backup-messages.ts';
import { useSize } from './use-size.ts';

/** Every backup that is kept, newest first. */
export function BackupsList({ backups }: { backups: readonly BackupView[] }) {
  const say = useText();
  const format = useFormat();
  const size = useSize();
  return (
    <PlainTable
      caption={say(backupMessages.title)} rows={backups} rowKey={({ id }) => id} empty={backupMessages.noneYet}
      columns={[
        { key: 'taken', title: backupMessages.taken, render: (row) => <>{format.dateTime(row.finishedAt)}<div className="yg-quiet">{row.id}</div></> },
        { key: 'kind', title: backupMessages.kind, onPhone: false, render: (row) => (
          <>
            {say(backupMessages.kindText, { tables: row.tables, rows: format.number(row.rows) })}
            <div className="yg-quiet">{say(backupMessages.files, { files: format.number(row.files) })}</div>
            {row.missing > 0 && <div><StateTag tone="overdue" text={say(backupMessages.missing, { missing: row.missing })} /></div>}
          </>
        ) },
        { key: 'size', title: backupMessages.size, align: 'end', render: (row) => <>{size(row.bytes)}<div className="yg-quiet">{say(backupMessages.onDisk, { size: size(row.bytesOnDisk) })}</div></> },
        { key: 'where', title: backupMessages.where, onPhone: false, render: (row) => say(row.isOutside ? backupMessages.hereAndOutside : backupMessages.here) },
        { key: 'checked', title: backupMessages.verified, render: (row) => <Checks checks={row.checks} /> },
      ]}
    />
  );
}

/** The last of each kind and place. */
function Checks({ checks }: { checks: BackupView['checks'] }) {
  const say = useText();
  const format = useFormat();
  const last = checks.filter((each, index) => checks.findIndex(({ kind, where }) => kind === each.kind && where === each.where) === index);
  if (last.length === 0) return <StateTag tone="neutral" text={say(backupMessages.neverVerified)} />;
  return last.map((each) => (
    <div key={`${each.kind} ${each.where}`}>
      <StateTag
        tone={each.wrong > 0 ? 'overdue' : 'done'}
        text={`${each.kind === 'rows' ? say(backupMessages.rowsRight, { count: format.number(each.count) }) : each.wrong > 0 ? say(backupMessages.filesWrong, { wrong: each.wrong }) : say(each.kind === 'listed' ? backupMessages.filesListed : backupMessages.filesRight)}${each.where === 'outside' ? ` · ${say(backupMessages.ofOutside)}` : ''}`}
      />{' '}
      <span className="yg-quiet"><TimeAgo at={each.at} /></span>
    </div>
  ));
}
