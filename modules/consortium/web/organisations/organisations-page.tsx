import { PlusOutlined } from '@ant-design/icons';
import { Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { normaliseInput } from '#platform/kernel/text.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { OrganisationNode } from '../../contract/organisations.ts';
import { LEVELS, OWNERSHIPS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { useOrganisationTree } from '../use-organisations.ts';
import { choicesOf } from '../words.ts';
import { useOpenCreateForm } from './create-organisation-form.tsx';
import { organisationMessages } from './messages.ts';
import { OrganisationDetail } from './organisation-detail.tsx';
import { OrganisationTree } from './organisation-tree.tsx';
import { ancestorsOf, openAtFirst, treeRows, type TreeFilter } from './tree-model.ts';
import '../consortium.css';

/** The tree of organisations and, beside it, the one that is open. */
export function OrganisationsPage() {
  const say = useText();
  const tree = useOrganisationTree();
  const ability = useAbility();
  const narrow = useNarrow();
  const [address, setAddress] = useSearchParams();
  const chosen = address.get('open') ?? undefined;
  const choose = (id: string | undefined) => setAddress(id === undefined ? {} : { open: id }, { replace: chosen !== undefined });
  const create = useOpenCreateForm(choose);
  const mayCreate = ability({ permission: 'consortium.create-organisation' });
  useHotkey('n', create, { enabled: mayCreate.allowed });
  return (
    <>
      <PageHeader
        title={say(organisationMessages.organisations)}
        actions={<AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={mayCreate} shortcut="N" onClick={create}>{say(organisationMessages.create)}</AbilityButton>}
      />
      <Answer query={tree}>
        {({ nodes, total }) => (
          <div className="consortium-room">
            <div className={narrow ? undefined : 'consortium-beside'}>
              {(!narrow || chosen === undefined) && <TreeSide nodes={nodes} total={total} chosen={chosen} onChoose={choose} />}
              {(!narrow || chosen !== undefined) && <DetailSide id={chosen} onBack={narrow ? () => choose(undefined) : undefined} />}
            </div>
          </div>
        )}
      </Answer>
    </>
  );
}

function DetailSide({ id, onBack }: { id: string | undefined; onBack: (() => void) | undefined }) {
  const say = useText();
  if (id === undefined) return <div className="yg-panel"><Empty title={say(organisationMessages.choose)} next={say(organisationMessages.chooseNext)} /></div>;
  return <OrganisationDetail key={id} id={id} onBack={onBack} />;
}

interface TreeSideProps {
  readonly nodes: readonly OrganisationNode[];
  readonly total: number;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

function TreeSide({ nodes, total, chosen, onChoose }: TreeSideProps) {
  const say = useText();
  const [filter, setFilter] = useState<TreeFilter>({ words: '' });
  const [opened, setOpened] = useState<ReadonlySet<string>>();
  const above = useMemo(() => (chosen ? ancestorsOf(nodes, chosen) : []), [nodes, chosen]);
  const open = useMemo(() => opened ?? new Set([...openAtFirst(nodes), ...above]), [opened, nodes, above]);
  const rows = useMemo(() => treeRows(nodes, { ...filter, words: normaliseInput(filter.words) }, open), [nodes, filter, open]);
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  };
  return (
    <div className="yg-stack consortium-tree-side">
      <div className="consortium-tree-filter">
        <Input
          type="search" allowClear value={filter.words} placeholder={say(organisationMessages.search)} aria-label={say(organisationMessages.search)}
          onChange={(event) => setFilter({ ...filter, words: event.target.value })}
        />
        <Select
          aria-label={say(messages.level)} allowClear placeholder={say(organisationMessages.allLevels)} value={filter.level} options={choicesOf(LEVELS, say)}
          onChange={(level) => setFilter({ ...filter, level })}
        />
        <Select
          aria-label={say(messages.ownership)} allowClear placeholder={say(organisationMessages.allOwnerships)} value={filter.ownership}
          options={choicesOf(OWNERSHIPS, say)} onChange={(ownership) => setFilter({ ...filter, ownership })}
        />
      </div>
      {nodes.length < total && <p className="yg-quiet" role="status">{say(organisationMessages.cut, { shown: nodes.length })}</p>}
      {rows.length === 0
        ? <Empty title={say(organisationMessages.nothing)} next={say(organisationMessages.nothingNext)} />
        : <OrganisationTree rows={rows} chosen={chosen} onToggle={toggle} onChoose={onChoose} />}
      <span className="yg-hidden" role="status">{say(organisationMessages.shown, { shown: rows.filter((row) => row.fits).length, total })}</span>
    </div>
  );
}
