import { useState } from 'react';
import { base64OfFile } from '#platform/web/client/base64.ts';
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
  const take = async (file: File | undefined) => {
    setTooBig(file !== undefined && file.size > BYTES_MAX);
    if (file === undefined || file.size > BYTES_MAX) return onChange?.(undefined);
    onChange?.({ contentType: file.type, base64: await base64OfFile(file) });
  };
  return (
    <>
      <input id={id} type="file" accept="application/pdf,image/png,image/jpeg" onChange={(event) => void take(event.target.files?.[0])} />
      {tooBig && <p role="alert">{say(orderMessages.fileTooBig)}</p>}
    </>
  );
}
