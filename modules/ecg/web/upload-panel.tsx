import { UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { base64OfFile } from '#platform/web/client/base64.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useFileChooser } from '#platform/web/client/use-file-chooser.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { recordEcg } from '../contract.ts';
import type { EcgCard } from '../contract/records.ts';
import { messages } from './messages.ts';

const FILES_MAX = 50;

async function packed(file: File): Promise<string> {
  const stream = file.stream().pipeThrough(new CompressionStream('gzip'));
  return base64OfFile(await new Response(stream).blob());
}

/** One or several files of a device, one after the other; each is packed before it is sent. */
export function UploadPanel({ order = {}, onStored }: { order?: { orderNumber?: string; personId?: string }; onStored?: (card: EcgCard) => void }) {
  const say = useText();
  const send = useCommand(recordEcg);
  const [stored, setStored] = useState<readonly EcgCard[]>([]);
  const { chooser, choose } = useFileChooser({ label: say(messages.choose), accept: '.xml,.scp,.ecg,.dcm,.pdf', multiple: true }, async (files) => {
    for (const file of files.slice(0, FILES_MAX)) {
      const card = await send.run({ fileName: file.name, base64: await packed(file), isPacked: true, ...order });
      if (card === undefined) break;
      setStored((before) => [card, ...before]);
      onStored?.(card);
    }
  });
  return (
    <Panel title={say(messages.upload)}>
      <div className="yg-row">
        {chooser}
        <Button type="primary" icon={<UploadOutlined aria-hidden />} loading={send.pending} onClick={choose}>{say(messages.choose)}</Button>
        <span className="yg-quiet">{say(messages.uploadHint)}</span>
      </div>
      {send.problem && <ProblemNotice problem={send.problem} showDetails />}
      {stored.length > 0 && <ul role="status">{stored.map((card) => <li key={card.id}>{say(messages.uploaded)}：<Link to={`/ecg/records/${card.id}`}>{card.fileName}</Link></li>)}</ul>}
    </Panel>
  );
}
