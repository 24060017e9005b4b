import { UploadOutlined } from '@ant-design/icons';
import { base64OfFile } from '#platform/web/client/base64.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useTableChooser } from '#platform/web/client/use-file-chooser.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { ProblemError } from '#platform/web/client/problem-error.ts';
import { loadIndicatorFile } from '../../contract/operations.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';

/** A file is taken whole or not at all; every wrong line is named. */
export function useFileLoad() {
  const say = useText();
  const load = useCommand(loadIndicatorFile);
  const ability = useAbility();
  const { chooser, choose } = useTableChooser(say(messages.loadFile), async (file) => {
    const answer = await load.run({ contentBase64: await base64OfFile(file) });
    if (answer !== undefined) toast(say(messages.loaded, { rows: answer.rows }));
  });
  const button = (
    <>
      <AbilityButton icon={<UploadOutlined aria-hidden />} ability={ability('indicators.enter')} loading={load.pending} onClick={choose}>{say(messages.loadFile)}</AbilityButton>
      {chooser}
    </>
  );
  return { button, problem: load.problem };
}

const LINES_SHOWN = 50;

/** The refused lines with their numbers. */
export function FileRefusal({ problem }: { problem: ProblemError | undefined }) {
  const say = useText();
  if (problem === undefined) return null;
  if (problem.code !== 'indicators.file-refused') return <ProblemNotice problem={problem} />;
  return (
    <>
      <ProblemNotice problem={problem} showDetails={false} />
      <ul>
        {problem.details.slice(0, LINES_SHOWN).map(({ path, message }) => <li key={path + message.zh}>{path.replace('line ', '#')}: {say(message)}</li>)}
        {problem.details.length > LINES_SHOWN && <li>… {problem.details.length - LINES_SHOWN}</li>}
      </ul>
    </>
  );
}
