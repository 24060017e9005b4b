import type { ReactNode } from 'react';
import { Form, type FormItemProps } from 'antd';
import { useText } from '../text/messages.ts';
import { formMessages } from './form-messages.ts';

export type Name = string | number | readonly (string | number)[];

/** What every field takes. `name` equals the operation's input field; lists use paths. */
export interface FieldProps {
  readonly name: Name;
  readonly label: string;
  readonly required?: boolean;
  /** Standing explanation below the field. */
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

type ItemProps = Pick<FormItemProps, 'rules' | 'validateTrigger' | 'valuePropName' | 'getValueProps' | 'getValueFromEvent' | 'dependencies'>;

/** The frame of a field: label, hint, errors, required rule. Other fields of a module may use it for their own controls. */
export function Field(props: FieldProps & ItemProps & { children: ReactNode }) {
  const say = useText();
  const { name, label, required, hint, disabled: _disabled, rules = [], children, ...item } = props;
  const requiredRule = required ? [{ required: true, message: say(formMessages.required, { label }) }] : [];
  return (
    <Form.Item {...item} name={name as never} label={label} extra={hint} rules={[...requiredRule, ...rules]} validateFirst>
      {children}
    </Form.Item>
  );
}

export const asPath = (name: Name): (string | number)[] => (Array.isArray(name) ? [...(name as (string | number)[])] : [name as string | number]);
