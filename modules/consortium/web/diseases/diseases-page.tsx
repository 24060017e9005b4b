import { PlusOutlined } from '@ant-design/icons';
import { useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listDiseaseLists, type DiseaseList } from '../../contract/diseases.ts';
import type { Level } from '../../contract/words.ts';
import { useAbility } from '../use-ability.ts';
import { useOrganisationsById } from '../use-organisations.ts';
import { AddDiseaseRangeForm } from './add-disease-range-form.tsx';
import { CreateDiseaseListForm } from './create-disease-list-form.tsx';
import { diseaseMessages } from './messages.ts';
import { RangeTable } from './range-table.tsx';
import { Tester } from './tester.tsx';
import '../consortium.css';

/** What each level treats, refers up and takes back; and what the rule says about any code. */
export function DiseasesPage() {
  const say = useText();
  const lists = useOperation(listDiseaseLists, {});
  const [address, setAddress] = useSearchParams();
  const all = lists.data?.lists ?? [];
  const own = useOwnLevel();
  const chosen = all.find((list) => list.id === address.get('list')) ?? all.find((list) => list.level === own) ?? all[0];
  return (
    <>
      <PageHeader title={say(diseaseMessages.diseases)} subtitle={say(diseaseMessages.subtitle)} actions={<Actions list={chosen} />} />
      <Answer query={lists}>
        {() => (
          <div className="consortium-room">
            <div className="consortium-columns">
              <div className="yg-stack">
                {chosen === undefined
                  ? <Empty title={say(diseaseMessages.noLists)} next={say(diseaseMessages.noListsNext)} />
                  : <Lists lists={all} chosen={chosen} onChoose={(id) => setAddress({ list: id }, { replace: true })} />}
              </div>
              <Tester />
            </div>
          </div>
        )}
      </Answer>
    </>
  );
}

/** Whose list is shown first. */
function useOwnLevel(): Level | undefined {
  const own = useSession().acting?.organisationId;
  const organisations = useOrganisationsById();
  return own === undefined ? undefined : organisations.get(own)?.level;
}

function Lists({ lists, chosen, onChoose }: { lists: readonly DiseaseList[]; chosen: DiseaseList; onChoose: (id: string) => void }) {
  const say = useText();
  return (
    <>
      <div className="yg-views" role="group" aria-label={say(diseaseMessages.listOf)}>
        {lists.map((list) => (
          <button key={list.id} type="button" className="yg-view" aria-pressed={list.id === chosen.id} onClick={() => onChoose(list.id)}>
            {list.name} <span className="yg-count">{list.ranges.length}</span>
          </button>
        ))}
      </div>
      <RangeTable key={chosen.id} list={chosen} />
    </>
  );
}

function Actions({ list }: { list: DiseaseList | undefined }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const create = () => workspace.open({
    key: 'create-disease-list', title: say(diseaseMessages.createList), content: <CreateDiseaseListForm onDone={() => workspace.close('create-disease-list')} />,
  });
  const key = `add-disease-range:${list?.id}`;
  const add = () => list && workspace.open({
    key, title: `${say(diseaseMessages.addRange)} · ${list.name}`, content: <AddDiseaseRangeForm list={list} onDone={() => workspace.close(key)} />,
  });
  const mayAdd = ability({ permission: 'consortium.add-disease-range', ...(list ? { organisationIds: [list.ownerOrganisationId] } : {}) });
  useHotkey('n', add, { enabled: mayAdd.allowed && list !== undefined });
  return (
    <>
      <AbilityButton ability={ability({ permission: 'consortium.create-disease-list' })} onClick={create}>{say(diseaseMessages.createList)}</AbilityButton>
      {list && <AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={mayAdd} shortcut="N" onClick={add}>{say(diseaseMessages.addRange)}</AbilityButton>}
    </>
  );
}
