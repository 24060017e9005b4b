import { Form, Input } from 'antd';
import { useText } from '../text/messages.ts';
import { accountMessages } from './account-messages.ts';

/** A new password, typed twice; the server says whether it will do. */
export function NewPasswordFields() {
  const say = useText();
  return (
    <>
      <Form.Item name="password" label={say(accountMessages.next)} extra={say(accountMessages.rule)} rules={[{ required: true, message: say(accountMessages.needed) }]}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      <Form.Item
        name="again" label={say(accountMessages.again)} dependencies={['password']}
        rules={[({ getFieldValue }) => ({
          validator: async (_, value) => {
            if (value !== getFieldValue('password')) throw new Error(say(accountMessages.differ));
          },
        })]}
      >
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
    </>
  );
}
