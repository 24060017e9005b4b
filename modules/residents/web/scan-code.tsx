import { QrcodeOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useState } from 'react';
import { useCommand } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { resolveResidentCode } from '../contract.ts';
import type { ResidentLine } from '../contract/schemas.ts';
import { messages } from './messages.ts';

/** A scanner types the code and Enter, like a keyboard. */
export function ScanCode({ onFound }: { onFound: (line: ResidentLine) => void }) {
  const say = useText();
  const resolve = useCommand(resolveResidentCode);
  const [code, setCode] = useState('');
  const scan = async () => {
    if (code.trim() === '') return;
    const found = await resolve.run({ code });
    setCode('');
    if (found) onFound(found);
  };
  return (
    <div>
      <Input
        value={code} prefix={<QrcodeOutlined aria-hidden />} placeholder={say(messages.scanHint)} aria-label={say(messages.scan)} autoComplete="off"
        disabled={resolve.pending} onChange={(event) => setCode(event.target.value)} onPressEnter={() => void scan()}
      />
      {resolve.problem && <ProblemNotice problem={resolve.problem} />}
    </div>
  );
}
