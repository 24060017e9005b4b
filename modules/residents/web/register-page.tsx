import { useState } from 'react';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { Segments } from '#platform/web/form/segments.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Registration } from '../contract/schemas.ts';
import { ClosedRecord } from './closed-record.tsx';
import { messages, registerMessages } from './messages.ts';
import { RegisterNewbornForm } from './register-newborn-form.tsx';
import { RegisterResidentForm } from './register-resident-form.tsx';
import { RegisterWithoutDocumentForm } from './register-without-document-form.tsx';
import './residents.css';

/** Three ways into the index: with a name, as somebody's newborn, without anything. */
export function RegisterPage() {
  const say = useText();
  const [search, setSearch] = useSearchParams();
  const [done, setDone] = useState<Registration>();
  const kind = search.get('kind') ?? 'resident';
  const kinds = [
    { value: 'resident', label: say(registerMessages.kindResident) },
    { value: 'newborn', label: say(registerMessages.kindNewborn) },
    { value: 'unidentified', label: say(registerMessages.kindUnidentified) },
  ];
  return (
    <>
      <PageHeader title={say(messages.register)} back={{ to: '/residents', label: say(messages.residents) }} />
      {done && <RegistrationAnswer registration={done} onAnother={() => setDone(undefined)} />}
      {!done && (
        <Panel title={say(registerMessages.kind)} actions={<Segments aria-label={say(registerMessages.kind)} options={kinds} value={kind} onChange={(next) => setSearch({ kind: next })} />}>
          <div className="residents-form">
            {kind === 'resident' && <RegisterResidentForm onDone={setDone} />}
            {kind === 'newborn' && <RegisterNewbornForm motherId={search.get('mother') ?? undefined} onDone={setDone} />}
            {kind === 'unidentified' && <RegisterWithoutDocumentForm onDone={setDone} />}
          </div>
        </Panel>
      )}
    </>
  );
}

function RegistrationAnswer({ registration, onAnother }: { registration: Registration; onAnother: () => void }) {
  const say = useText();
  const { outcome, resident } = registration;
  const text = outcome === 'matched' ? registerMessages.matched : outcome === 'needs-review' ? registerMessages.needsReview : registerMessages.created;
  return (
    <Panel title={resident.name}>
      <div className="yg-stack" role="status">
        <StateTag tone={outcome === 'needs-review' ? 'due' : 'done'} text={say(text)} />
        {!resident.recordOpen && <ClosedRecord line={resident} />}
        <div className="yg-row">
          {resident.recordOpen && <Link className="ant-btn ant-btn-primary" to={`/residents/${resident.id}`}>{say(registerMessages.openCard)}</Link>}
          <Button onClick={onAnother}>{say(registerMessages.another)}</Button>
        </div>
      </div>
    </Panel>
  );
}
