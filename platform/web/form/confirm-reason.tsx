import { useEffect, useState } from 'react';
import { Form, Input } from 'antd';
import { normaliseInput } from '#platform/kernel/text.ts';
import { Dialog } from '../layout/dialog.tsx';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { formMessages } from './form-messages.ts';

export interface ReasonQuestion {
  readonly title: string;
  /** What will happen and to whom. */
  readonly explanation?: string;
  /** The verb on the button. */
  readonly verb: string;
  readonly danger?: boolean;
  /** Usual reasons that fill the field with one click; still editable. */
  readonly usual?: readonly string[];
  /** Characters; 0 makes the reason optional. Default 4. */
  readonly reasonLengthMin?: number;
}

type Asked = ReasonQuestion & { readonly answer: (reason: string | undefined) => void };

let show: ((asked: Asked) => void) | undefined;

/** Asks for a typed reason; resolves with it, or with undefined when the person changed their mind. */
const confirmReason = (question: ReasonQuestion): Promise<string | undefined> =>
  new Promise((answer) => (show ? show({ ...question, answer }) : answer(undefined)));

export const useConfirmReason = () => confirmReason;

export function ConfirmReasonHost() {
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    show = setAsked;
    return () => {
      show = undefined;
    };
  }, []);
  if (!asked) return null;
  const end = (reason: string | undefined) => {
    asked.answer(reason);
    setAsked(undefined);
  };
  return <ReasonDialog asked={asked} end={end} />;
}

function ReasonDialog({ asked, end }: { asked: Asked; end: (reason: string | undefined) => void }) {
  const say = useText();
  const [form] = Form.useForm<{ reason?: string }>();
  const lengthMin = asked.reasonLengthMin ?? 4;
  const longEnough = async (_: unknown, value: string | undefined) => {
    if (normaliseInput(value ?? '').length < lengthMin) throw new Error(say(formMessages.reasonTooShort, { min: lengthMin }));
  };
  return (
    <Dialog
      title={asked.title} okText={asked.verb} cancelText={say(kitMessages.cancel)} okButtonProps={{ danger: asked.danger }}
      onCancel={() => end(undefined)} onOk={() => form.submit()} width={480}
    >
      <Form
        form={form} layout="vertical" onFinish={({ reason }) => end((reason ?? '').trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        {asked.explanation && <p className="yg-dialog-text">{asked.explanation}</p>}
        {asked.usual && (
          <div className="yg-row yg-dialog-text">
            {asked.usual.map((text) => (
              <button key={text} type="button" className="yg-chip" onClick={() => form.setFieldValue('reason', text)}>{text}</button>
            ))}
          </div>
        )}
        <Form.Item name="reason" className="yg-counted" label={say(formMessages.reason)} rules={[{ validator: longEnough }]} required={lengthMin > 0} validateTrigger="onSubmit">
          <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 8 }} maxLength={500} showCount />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
