import { UploadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { refreshTopics } from '#platform/web/client/hooks.ts';
import { useFileChooser } from '#platform/web/client/use-file-chooser.tsx';
import type { EmbedProps } from '#platform/web/embed/embed.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';
import { storeFiles, type Stored } from './store-files.ts';

/** Files of a device that cannot send by itself, or of a disc; sent in batches over STOW-RS. */
export function UploadPanel({ onDone }: Partial<EmbedProps>) {
  const say = useText();
  const client = useQueryClient();
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const [stored, setStored] = useState<Stored>();
  const { chooser, choose } = useFileChooser({ label: say(messages.choose), multiple: true }, async (files) => {
    const answer = await storeFiles(files, (done) => setProgress({ done, total: files.length }));
    setStored(answer);
    setProgress(undefined);
    await refreshTopics(client, ['imaging']);
    for (const studyUid of answer.studyUids) onDone?.(studyUid);
  });
  return (
    <Panel title={say(messages.upload)}>
      <div className="yg-row">
        {chooser}
        <Button icon={<UploadOutlined aria-hidden />} loading={progress !== undefined} onClick={choose}>{say(messages.choose)}</Button>
        <span className="yg-quiet" role="status">{progress ? say(messages.sending, progress) : say(messages.uploadHint)}</span>
      </div>
      {stored && stored.storedCount > 0 && (
        <Alert type="success" showIcon title={<>{say(messages.storedCount, { count: stored.storedCount })} {stored.studyUids.map((uid) => <Link key={uid} to={`/imaging/studies/${uid}`}>{say(messages.openStudy)}</Link>)}</>} />
      )}
      {stored && stored.refused.length > 0 && <Alert type="error" showIcon title={say(messages.refusedCount, { count: stored.refused.length, reason: [...new Set(stored.refused)].slice(0, 3).join('; ') })} />}
    </Panel>
  );
}
