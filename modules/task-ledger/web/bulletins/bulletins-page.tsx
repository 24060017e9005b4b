import { useState } from 'react';
import { Button } from 'antd';
import { everyOrganisation } from '#modules/consortium/contract/organisation-choices.ts';
import { call } from '#platform/web/client/call.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { saveFile } from '#platform/web/client/save-file.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { listed } from '#platform/web/text/listed.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { useListedNames } from '#platform/web/form/use-listed-choices.ts';
import { downloadBulletin, listBulletins, receiveBulletin, type Bulletin } from '../../contract/bulletins.ts';
import { messages } from '../messages.ts';
import { BulletinPanel } from './bulletin-panel.tsx';
import { PublishBulletinForm } from './publish-bulletin-form.tsx';
import '../ledger.css';

const FORMS = ['pdf', 'word', 'sheet'] as const;

export function BulletinsPage() {
  const say = useText();
  const bulletins = useOperation(listBulletins, {});
  return (
    <>
      <PageHeader title={say(messages.bulletins)} subtitle={say(messages.bulletinsSubtitle)} actions={<Publish />} />
      <Answer query={bulletins}>
        {({ rows }) => (rows.length === 0
          ? <Empty title={say(messages.noBulletins)} next={say(messages.noBulletinsNext)} />
          : <div className="yg-stack">{rows.map((bulletin) => <BulletinCard key={bulletin.id} bulletin={bulletin} />)}</div>)}
      </Answer>
    </>
  );
}

function Publish() {
  const say = useText();
  const workspace = useWorkspace();
  const { may } = useSession();
  const key = 'publish-bulletin';
  return (
    <AbilityButton
      type="primary" ability={may('task-ledger.publish-bulletin') ? { allowed: true } : { allowed: false, reason: { zh: '由台账单位发布', en: 'Published by the keeper of the ledger' } }}
      onClick={() => workspace.open({ key, title: say(messages.publish), content: <PublishBulletinForm onDone={() => workspace.close(key)} /> })}
    >
      {say(messages.publish)}
    </AbilityButton>
  );
}

function BulletinCard({ bulletin }: { bulletin: Bulletin }) {
  const say = useText();
  const workspace = useWorkspace();
  const { acting } = useSession();
  const nameOf = useListedNames(everyOrganisation);
  const receiving = useCommand(receiveBulletin);
  const [loading, setLoading] = useState<string>();
  const isReceived = bulletin.receipts.some(({ organisationId }) => organisationId === acting?.organisationId);
  const download = async (form: (typeof FORMS)[number]) => {
    setLoading(form);
    try {
      saveFile(await call(downloadBulletin, { id: bulletin.id, form }));
    } finally {
      setLoading(undefined);
    }
  };
  const receive = async () => (await receiving.run({ id: bulletin.id })) !== undefined && toast(say(messages.received));
  const open = () => workspace.open({ key: `bulletin:${bulletin.id}`, title: bulletin.title, content: <BulletinPanel id={bulletin.id} /> });
  return (
    <Panel
      title={<button type="button" className="yg-chip" onClick={open}>{bulletin.number} {bulletin.title}</button>}
      actions={
        <>
          {FORMS.map((form) => <Button key={form} size="small" loading={loading === form} onClick={() => void download(form)}>{say(messages[form])}</Button>)}
          <AbilityButton size="small" ability={isReceived ? { allowed: false, reason: messages.received } : { allowed: true }} loading={receiving.pending} onClick={() => void receive()}>{say(messages.receive)}</AbilityButton>
        </>
      }
    >
      {receiving.problem && <ProblemNotice problem={receiving.problem} />}
      <Facts
        columns={4}
        items={[
          { label: say(messages.quarter), value: bulletin.quarter },
          { label: say(messages.publishedAt), value: <TimeAgo at={bulletin.publishedAt} /> },
          { label: say(messages.receipts), value: `${bulletin.receipts.length} / ${bulletin.receipts.length + bulletin.awaited.length}` },
          ...(bulletin.awaited.length === 0 ? [] : [{ label: say(messages.awaited), value: listed(bulletin.awaited.map(nameOf)), wide: true }]),
          { label: say(messages.digest), value: bulletin.digest.slice(0, 16) },
        ]}
      />
    </Panel>
  );
}
