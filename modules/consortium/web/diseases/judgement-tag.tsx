import { CheckCircleOutlined, DownCircleOutlined, UpCircleOutlined } from '@ant-design/icons';
import { useText } from '#platform/web/text/messages.ts';
import { JUDGEMENTS, type Judgement } from '../../contract/words.ts';

const LOOKS = {
  treat: { tone: 'done', icon: <CheckCircleOutlined /> },
  'refer-up': { tone: 'due', icon: <UpCircleOutlined /> },
  'accept-down': { tone: 'information', icon: <DownCircleOutlined /> },
} as const;

export function JudgementTag({ judgement }: { judgement: Judgement }) {
  const say = useText();
  const look = LOOKS[judgement];
  return <span className={`yg-tag yg-tone-${look.tone}`}><span aria-hidden className="yg-tag-icon">{look.icon}</span>{say(JUDGEMENTS[judgement])}</span>;
}
