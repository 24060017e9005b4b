import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { toast } from '#platform/web/layout/toast.ts';
import { ProblemError } from '#platform/web/client/problem-error.ts';
import { useSession, type Assignment } from '#platform/web/session/session.tsx';
import { useText, type Say } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';

/** For whom one acts now; the roles held there are what counts. */
export function OrganisationSwitch() {
  const say = useText();
  const { acting, assignments, actFor } = useSession();
  const organisations = [...new Map(assignments.map((each) => [each.organisationId, each.organisationName])).entries()];
  if (!acting) return null;
  const words = (
    <span className="wb-acting">
      <span className="yg-ellipsis">{acting.organisationName}</span>
      <span className="yg-quiet yg-ellipsis">{rolesAt(acting.organisationId, assignments, say)}</span>
    </span>
  );
  if (organisations.length < 2) return words;
  const change = (organisationId: string) => {
    void actFor(organisationId).catch((error: unknown) => toast(error instanceof ProblemError ? say(error.text) : String(error)));
  };
  const items = organisations.map(([id, name]) => ({
    key: id, label: <span className="wb-acting"><span>{name}</span><span className="yg-quiet">{rolesAt(id, assignments, say)}</span></span>, onClick: () => change(id),
  }));
  return (
    <Dropdown trigger={['click']} menu={{ items, selectable: true, selectedKeys: [acting.organisationId] }}>
      <Button type="text" className="wb-acting-button">{words}<span className="yg-hidden">{say(messages.chooseOrganisation)}</span><DownOutlined aria-hidden /></Button>
    </Dropdown>
  );
}

const rolesAt = (organisationId: string, assignments: readonly Assignment[], say: Say): string =>
  assignments.filter((each) => each.organisationId === organisationId).map((each) => say(each.roleTitle)).join(say(messages.roleSeparator));
