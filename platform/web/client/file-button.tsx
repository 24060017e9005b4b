import { useState } from 'react';
import { Button } from 'antd';
import type { FileAnswer } from '../../kernel/file-answer.ts';
import type { Text } from '../../kernel/problem.ts';
import { useText } from '../text/messages.ts';
import { saveFile } from './save-file.ts';

/** Fetches a file and hands it to the browser. */
export function FileButton({ title, load }: { title: Text; load: () => Promise<FileAnswer> }) {
  const say = useText();
  const [loading, setLoading] = useState(false);
  const fetchFile = async () => {
    setLoading(true);
    try {
      saveFile(await load());
    } finally {
      setLoading(false);
    }
  };
  return <Button loading={loading} onClick={() => void fetchFile()}>{say(title)}</Button>;
}
