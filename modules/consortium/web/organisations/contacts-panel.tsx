import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { endEscalationContact, listEscalationContacts, type EscalationContact } from '../../contract/agreements.ts';
import type { Organisation } from '../../contract/organisations.ts';
import { CONTACT_KINDS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { organisationMessages } from './messages.ts';
import { SetEscalationContactForm } from './set-escalation-contact-form.tsx';

const CONTACTS_MAX = 100;

/** Who is told when a clock runs out, in the order in which they are told. */
export function ContactsPanel({ organisation }: { organisation: Organisation }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const contacts = useOperation(listEscalationContacts, { organisationId: organisation.id, limit: CONTACTS_MAX });
  const ending = useEnding();
  const key = `set-escalation-contact:${organisation.id}`;
  const add = () => workspace.open({
    key, title: say(organisationMessages.addContact),
    content: <SetEscalationContactForm organisation={organisation} onDone={() => workspace.close(key)} />,
  });
  const own = { organisationIds: [organisation.id] };
  const mayEnd = ability({ permission: 'consortium.end-escalation-contact', ...own }).allowed;
  return (
    <Panel
      title={say(organisationMessages.contacts)}
      actions={<AbilityButton ability={ability({ permission: 'consortium.set-escalation-contact', ...own })} onClick={add}>{say(organisationMessages.addContact)}</AbilityButton>}
    >
      {ending.problem && <ProblemNotice problem={ending.problem} />}
      <Answer query={contacts}>
        {(page) => (
          <PlainTable
            caption={say(messages.tableOf, { title: say(organisationMessages.contacts) })} rows={page.rows} rowKey={(row) => row.id} empty={organisationMessages.noContacts}
            columns={[
              { key: 'kind', title: organisationMessages.contactFor, render: (row) => say(CONTACT_KINDS[row.kind]) },
              { key: 'rank', title: organisationMessages.rank, align: 'end', render: (row) => row.rank },
              { key: 'name', title: organisationMessages.person, render: (row) => row.name },
              { key: 'duty', title: organisationMessages.duty, render: (row) => row.duty },
              { key: 'telephone', title: messages.telephone, render: (row) => <a href={`tel:${row.telephone}`}>{row.telephone}</a> },
              { key: 'since', title: messages.validFrom, render: (row) => row.validFrom },
              ...(mayEnd ? [{ key: 'end', title: messages.end, render: (row: EscalationContact) => <Button size="small" onClick={() => void ending.ask(row)}>{say(organisationMessages.endContact)}</Button> }] : []),
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}

function useEnding() {
  const say = useText();
  const confirmReason = useConfirmReason();
  const { run, problem } = useCommand(endEscalationContact);
  const ask = async (contact: EscalationContact) => {
    const reason = await confirmReason({ title: say(organisationMessages.endContactTitle, { name: contact.name }), verb: say(organisationMessages.endContact), danger: true });
    if (reason !== undefined && (await run({ id: contact.id, reason }))) toast(say(messages.ended));
  };
  return { ask, problem };
}
