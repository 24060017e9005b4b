import { Answer } from '#platform/web/layout/waiting.tsx';
import { useKeptOperation } from '#platform/web/offline/use-kept-operation.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getReferralFlows } from '../../contract/views.ts';
import { messages } from '../messages.ts';
import { Section, type SectionAsked } from './section.tsx';

const UP = ['submitted', 'accepted', 'arrived', 'returned'] as const;
const DOWN = ['submitted', 'accepted', 'arrived'] as const;

/** How far the referrals of the period came: each stage as a part of what was submitted. */
export function Funnel({ asked: { period, organisationId } }: { asked: SectionAsked }) {
  const say = useText();
  const { query: flows } = useKeptOperation(getReferralFlows, { period, ...(organisationId === undefined ? {} : { organisationId }) });
  return (
    <Answer query={flows}>
      {({ up, down, knownAt }) => (
        <Section title={`${say(messages.funnel)} · ${period}`} knownAt={knownAt}>
          <div className="cockpit-funnels">
            <Stages title={say(messages.up)} tone="up" stages={UP.map((stage) => ({ name: say(stage === 'returned' ? messages.returnedDown : messages[stage]), count: up[stage] }))} />
            <Stages title={say(messages.down)} tone="down" stages={DOWN.map((stage) => ({ name: say(messages[stage]), count: down[stage] }))} />
          </div>
        </Section>
      )}
    </Answer>
  );
}

function Stages({ title, tone, stages }: { title: string; tone: 'up' | 'down'; stages: readonly { name: string; count: number }[] }) {
  const say = useText();
  const format = useFormat();
  const all = stages[0]?.count ?? 0;
  if (all === 0) return <p className="yg-quiet">{title}：{say(messages.noData)}</p>;
  return (
    <table className="cockpit-funnel">
      <caption>{title}</caption>
      <tbody>
        {stages.map(({ name, count }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td><span className={`cockpit-funnel-bar cockpit-funnel-${tone}`} style={{ inlineSize: `${(count / all) * 100}%` }} aria-hidden /></td>
            <td>{format.number(count)}</td><td>{((count / all) * 100).toFixed(1)}%</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
