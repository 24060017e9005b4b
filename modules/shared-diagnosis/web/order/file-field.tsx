import { UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { base64OfFile } from '#platform/web/client/base64.ts';
import { useFileChooser } from '#platform/web/client/use-file-chooser.tsx';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { orderMessages } from '../messages.ts';

const BYTES_MAX = 1_000_000;

/** A file as `{ contentType, base64 }`. */
export function FileField(field: FieldProps) {
  return <Field {...field}><FileInput /></Field>;
}

interface FileInputProps {
  readonly id?: string;
  readonly onChange?: (value: { contentType: string; base64: string } | undefined) => void;
}

function FileInput({ id, onChange }: FileInputProps) {
  const say = useText();
  const [tooBig, setTooBig] = useState(false);
  const [name, setName] = useState<string>();
  const { chooser, choose } = useFileChooser({ label: say(orderMessages.chooseFile), accept: 'application/pdf,image/png,image/jpeg' }, async ([file]) => {
    const fits = file.size <= BYTES_MAX;
    setTooBig(!fits);
    setName(fits ? file.name : undefined);
    onChange?.(fits ? { contentType: file.type, base64: await base64OfFile(file) } : undefined);
  });
  return (
    <>
      {chooser}
      <div className="yg-row"><Button id={id} icon={<UploadOutlined aria-hidden />} onClick={choose}>{say(orderMessages.chooseFile)}</Button>{name}</div>
      {tooBig && <p role="alert">{say(orderMessages.fileTooBig)}</p>}
    </>
  );
}
