import type { ReactNode } from 'react';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { useText } from '../text/messages.ts';
import { asPath, type Name } from './field.tsx';
import { formMessages } from './form-messages.ts';

export interface Line {
  readonly index: number;
  /** The field's name inside the list: `name={line.name('dose')}`. */
  readonly name: (field: string) => (string | number)[];
  /** Whole path for `Form.useWatch`. */
  readonly path: (field: string) => (string | number)[];
}

interface LineListProps {
  readonly name: Name;
  readonly label: string;
  readonly addLabel?: string;
  readonly newLine?: Readonly<Record<string, unknown>>;
  readonly linesMax?: number;
  readonly children: (line: Line) => ReactNode;
}

/** Repeated lines: medicines, findings, persons. Errors on the list itself are shown below it. */
export function LineList({ name, label, addLabel, newLine = {}, linesMax = 50, children }: LineListProps) {
  const say = useText();
  const path = asPath(name);
  return (
    <fieldset className="yg-lines">
      <legend>{label}</legend>
      <Form.List name={path}>
        {(lines, { add, remove }, { errors }) => (
          <>
            {lines.map((line) => (
              <div key={line.key} className="yg-line" role="group" aria-label={say(formMessages.lineOf, { n: line.name + 1 })}>
                <div className="yg-line-fields">
                  {children({ index: line.name, name: (field) => [line.name, field], path: (field) => [...path, line.name, field] })}
                </div>
                <Button type="text" icon={<DeleteOutlined />} aria-label={say(formMessages.removeLine, { n: line.name + 1 })} onClick={() => remove(line.name)} />
              </div>
            ))}
            <Form.ErrorList errors={errors} />
            {lines.length < linesMax && (
              <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({ ...newLine })}>{addLabel ?? say(formMessages.addLine)}</Button>
            )}
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
