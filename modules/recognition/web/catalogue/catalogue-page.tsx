import { PlusOutlined } from '@ant-design/icons';
import type { JSX } from 'react';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { Segments } from '#platform/web/form/segments.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { EquivalenceForm, MarkForm } from './forms.tsx';
import { EquivalencesView } from './equivalences-view.tsx';
import { ItemForm } from './item-form.tsx';
import { ItemsView } from './items-view.tsx';
import { MarksView } from './marks-view.tsx';

type Shown = 'items' | 'equivalences' | 'quality';
const SHOWN: Readonly<Record<Shown, { view: () => JSX.Element; form: (props: { onDone: () => void }) => JSX.Element; add: { zh: string; en: string }; permission: string }>> = {
  items: { view: ItemsView, form: ItemForm, add: messages.publish, permission: 'recognition.publish-item' },
  equivalences: { view: EquivalencesView, form: EquivalenceForm, add: messages.addEquivalence, permission: 'recognition.add-equivalence' },
  quality: { view: MarksView, form: MarkForm, add: messages.addMark, permission: 'recognition.record-quality' },
};
const isShown = (given: string | null): given is Shown => given !== null && Object.hasOwn(SHOWN, given);

/** What is recognised, what stands for what, and whose results are good enough. */
export function CataloguePage() {
  const say = useText();
  const workspace = useWorkspace();
  const [address, setAddress] = useSearchParams();
  const given = address.get('show');
  const shown: Shown = isShown(given) ? given : 'items';
  const { view: View, form: AddForm, add, permission } = SHOWN[shown];
  const may = useMay(permission);
  const key = `recognition-add-${shown}`;
  const open = () => workspace.open({ key, title: say(add), content: <AddForm onDone={() => workspace.close(key)} /> });
  return (
    <>
      <PageHeader title={say(messages.catalogue)} actions={may && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={open}>{say(add)}</Button>} />
      <div className="yg-stack">
        <Segments value={shown} onChange={(value) => setAddress(value === 'items' ? {} : { show: String(value) }, { replace: true })} options={(['items', 'equivalences', 'quality'] as const).map((value) => ({ value, label: say(messages[value]) }))} />
        <View />
      </div>
    </>
  );
}
