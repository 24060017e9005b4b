import { CheckOutlined, CloseOutlined, MinusOutlined, SwapOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { MatchReview } from '../contract/schemas.ts';
import { messages, reviewMessages, ruleMessages, sexMessages, wordOf } from './messages.ts';

type Side = MatchReview['left'];

const FIELDS = [
  ['name', messages.name], ['idCard', messages.idCard], ['birthDate', messages.birth], ['sex', messages.sex],
  ['phone', messages.phone], ['address', messages.address], ['insuranceNumber', messages.insuranceNumber],
] as const;

/** Both entries field by field, with what each field says for or against one person. */
export function ReviewPair({ review }: { review: MatchReview }) {
  const say = useText();
  return (
    <Panel title={say(wordOf(ruleMessages, review.rule))} actions={<strong>{say(reviewMessages.score, { score: review.score })}</strong>}>
      <div className="residents-pair" role="region" aria-label={say(reviewMessages.reviews)} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say(reviewMessages.field)}</th>
              <th scope="col"><SideHead side={review.left} title={say(reviewMessages.older)} /></th>
              <th scope="col"><SideHead side={review.right} title={say(reviewMessages.newer)} /></th>
              <th scope="col">{say(reviewMessages.evidence)}</th>
            </tr>
          </thead>
          <tbody>
            {FIELDS.map(([field, title]) => <FieldRow key={field} field={field} title={say(title)} review={review} />)}
          </tbody>
        </table>
      </div>
      <p className="yg-quiet">{say(reviewMessages.scoreWhy)}</p>
    </Panel>
  );
}

function SideHead({ side, title }: { side: Side; title: string }) {
  return (
    <>
      <Link to={`/residents/${side.id}`}>{title}</Link>
      <div className="yg-quiet">{side.managingOrganisationName} <TimeAgo at={side.registeredAt} /></div>
    </>
  );
}

function FieldRow({ field, title, review }: { field: (typeof FIELDS)[number][0]; title: string; review: MatchReview }) {
  const say = useText();
  const line = review.evidence.find((each) => each.field === field);
  const weight = line?.weight ?? 0;
  const show = (side: Side) => (field === 'sex' ? say(wordOf(sexMessages, side.sex)) : side[field]) ?? '—';
  const differs = weight < 0;
  return (
    <tr className={differs ? 'residents-differs' : undefined}>
      <th scope="row">{title}</th>
      <td>{show(review.left)}</td>
      <td>{show(review.right)}</td>
      <td><Verdict level={line?.level ?? 'missing'} weight={weight} /></td>
    </tr>
  );
}

/** Icon, word and number: colour is never alone. */
function Verdict({ level, weight }: { level: string; weight: number }) {
  const say = useText();
  if (level === 'missing') return <span className="yg-quiet"><MinusOutlined aria-hidden /> {say(reviewMessages.unknown)}</span>;
  const full = level === 'exact' || level === 'equal';
  const word = weight < 0 ? reviewMessages.differs : full ? reviewMessages.agrees : reviewMessages.partly;
  const icon = weight < 0 ? <CloseOutlined aria-hidden /> : full ? <CheckOutlined aria-hidden /> : <SwapOutlined aria-hidden />;
  return <span className={weight < 0 ? 'residents-against' : 'residents-for'}>{icon} {say(word)} <span className="yg-number">{weight > 0 ? `+${weight}` : weight}</span></span>;
}
