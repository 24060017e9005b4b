import { useState } from 'react';
import { Button, Form, Input, Select, Tooltip } from 'antd';
import { EyeOutlined, SaveOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { normaliseInput } from '#platform/kernel/text.ts';
import { Dialog } from '#platform/web/layout/dialog.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useMay, useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { shownKey } from '../tools.ts';
import type { Viewer } from '../use-viewer.ts';
import { viewerMessages as messages } from '../viewer-messages.ts';
import { canSave, saveState } from './save-state.ts';
import { statesKey, useStates } from './use-states.ts';
import type { PresentationState } from './read-state.ts';

const wordsOf = ({ description, label, creator, made }: PresentationState): string => [description ?? label, creator, made].filter(Boolean).join(' · ');

/** Presentation states of the study: choose one, switch it on and off, save what the pane shows as a new one. */
export function StateChoice({ viewer }: { viewer: Viewer }) {
  const say = useText();
  const may = useMay('imaging.store');
  const { study } = viewer.detail;
  const [isSaved, setSaved] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const states = useStates(study.studyUid, isSaved || study.modalities.includes('PR'));
  const { presentation, isPresented } = viewer.stage.panes[viewer.stage.active]!;
  const choose = (uid: string | undefined): void => viewer.present(states.find((each) => each.uid === uid), uid !== undefined);
  return (
    <div className="imaging-tools">
      {states.length > 0 && (
        <>
          <Select
            size="small" className="imaging-choice imaging-choice-wide" aria-label={say(messages.presentation)} placeholder={`${say(messages.presentation)} ${states.length}`} allowClear value={presentation?.uid ?? null}
            options={states.map((state) => ({ value: state.uid, label: wordsOf(state), title: wordsOf(state) }))} onChange={(uid) => choose(uid ?? undefined)} popupMatchSelectWidth={false}
          />
          <Tooltip title={<>{say(messages.presentationSwitch)} <kbd className="imaging-key">{shownKey('g')}</kbd></>} mouseEnterDelay={0.4}>
            <Button
              size="small" type="text" className={isPresented ? 'imaging-tap imaging-tap-on' : 'imaging-tap'} icon={<EyeOutlined />} aria-label={say(messages.presentationSwitch)} aria-pressed={isPresented}
              disabled={presentation === undefined} onClick={() => viewer.present(presentation, !isPresented)}
            />
          </Tooltip>
        </>
      )}
      {may && (
        <Tooltip title={say(messages.savePresentation)} mouseEnterDelay={0.4}>
          <Button size="small" type="text" className="imaging-tap" icon={<SaveOutlined />} aria-label={say(messages.savePresentation)} disabled={!canSave(viewer)} onClick={() => setOpen(true)} />
        </Tooltip>
      )}
      {isOpen && <SaveDialog viewer={viewer} onClose={() => setOpen(false)} onSaved={() => setSaved(true)} />}
    </div>
  );
}

function SaveDialog({ viewer, onClose, onSaved }: { viewer: Viewer; onClose: () => void; onSaved: () => void }) {
  const say = useText();
  const client = useQueryClient();
  const { account } = useSession();
  const [form] = Form.useForm<{ description: string }>();
  const [state, setState] = useState<{ isBusy: boolean; why?: string }>({ isBusy: false });
  const save = async ({ description }: { description: string }): Promise<void> => {
    setState({ isBusy: true });
    const why = await saveState({ viewer, description: normaliseInput(description), creator: account?.name ?? '', say }).catch((error: unknown) => String((error as Error).message));
    if (why !== undefined) return setState({ isBusy: false, why });
    onSaved();
    await client.invalidateQueries({ queryKey: statesKey(viewer.detail.study.studyUid) });
    toast(say(messages.presentationSaved));
    onClose();
  };
  return (
    <Dialog title={say(messages.savePresentation)} okText={say(messages.savePresentation)} onCancel={onClose} onOk={() => form.submit()} confirmLoading={state.isBusy} width={480}>
      <Form form={form} layout="vertical" onFinish={(values) => void save(values)}>
        <p className="yg-quiet">{say(messages.explainPresentation)}</p>
        <Form.Item name="description" label={say(messages.presentationName)} rules={[{ required: true, whitespace: true, min: 2, max: 64 }]}><Input autoFocus maxLength={64} /></Form.Item>
        {state.why !== undefined && <p role="alert">{say(messages.presentationNotSaved, { why: state.why })}</p>}
      </Form>
    </Dialog>
  );
}
