import type { CSSProperties } from 'react';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { MemberScoreRow, StoredPart } from '../../contract/runs.ts';
import type { SchemeContent } from '../../contract/scheme.ts';
import { messages, sourceWords } from '../messages.ts';

interface HeatMapProps {
  readonly content: SchemeContent;
  readonly scores: readonly MemberScoreRow[];
}

/** Members by items, one table a group; each number opens to its formula. */
export function HeatMap({ content, scores }: HeatMapProps) {
  const say = useText();
  return content.groups.map((group) => {
    const rows = scores.filter(({ groupId }) => groupId === group.id);
    return rows.length === 0 ? null : <Panel key={group.id} level={3} title={`${say(group.title)} · ${say(messages.scores)}`}><GroupTable content={content} scores={rows} /></Panel>;
  });
}

function GroupTable({ content, scores }: HeatMapProps) {
  const say = useText();
  const shown = scores.find(({ parts }) => parts.length > 0)?.parts.filter(({ kind }) => kind === 'item' || kind === 'watch') ?? [];
  const titleOf = (id: string): string => say(content.items.find((item) => item.id === id)?.title ?? { zh: id, en: id });
  return (
    <div className="assessment-heat" role="group" aria-label={say(messages.scores)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(messages.member)}</th><th scope="col">{say(messages.place)}</th><th scope="col">{say(messages.total)}</th><th scope="col">{say(messages.grade)}</th>
            {shown.map(({ itemId, weight, kind }) => <th key={itemId} scope="col">{titleOf(itemId)} ({kind === 'watch' ? say(messages.watch) : weight})</th>)}
            <th scope="col">{say(messages.spread)}</th><th scope="col">{say(messages.veto)}</th>
          </tr>
        </thead>
        <tbody>
          {scores.map((score) => (
            <tr key={score.organisationId}>
              <th scope="row">{score.name}</th><td>{score.rank}</td>
              <td><strong>{score.total}</strong>{score.firstTotal !== null && <div className="yg-quiet">{say(messages.firstTotal, { total: score.firstTotal })}</div>}</td><td>{score.grade}</td>
              {shown.map(({ itemId }) => <Cell key={itemId} part={score.parts.find((part) => part.itemId === itemId)} member={score.name} item={titleOf(itemId)} />)}
              {(['spread', 'veto'] as const).map((kind) => <Cell key={kind} part={score.parts.find((part) => part.kind === kind)} member={score.name} item={say(messages[kind])} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The darker the nearer to full marks; the number says the same. */
function Cell({ part, member, item }: { part: StoredPart | undefined; member: string; item: string }) {
  const say = useText();
  const workspace = useWorkspace();
  if (part === undefined) return <td>—</td>;
  const share = part.points === null || Number(part.weight) === 0 ? 0 : Number(part.points) / Number(part.weight);
  const text = part.points ?? part.input?.value ?? '—';
  const open = () => workspace.open({ key: `part:${member}:${part.itemId}`, title: `${member} · ${item}`, content: <PartSource part={part} /> });
  return <td className="assessment-cell" style={{ '--share': share } as CSSProperties}><button type="button" aria-label={`${text} ${say(messages.openScore, { member, item })}`} onClick={open}>{text}</button></td>;
}

function PartSource({ part }: { part: StoredPart }) {
  const say = useText();
  const { input } = part;
  return (
    <div className="yg-stack">
      <Facts
        items={[
          { label: say(messages.points), value: part.points }, { label: say(messages.weight), value: part.weight }, { label: say(messages.formula), value: say(part.formula), wide: true },
          ...(input === null ? [] : [
            { label: say(messages.value), value: input.value }, { label: say(messages.previous), value: input.previous }, { label: say(messages.numerator), value: input.numerator }, { label: say(messages.denominator), value: input.denominator },
            { label: say(messages.source), value: say(sourceWords[input.source]) }, { label: say(messages.definitionVersion), value: input.indicatorId === null ? null : `${input.indicatorId} · ${input.definitionVersion ?? ''}` },
            { label: say(messages.closed), value: say(input.isClosed ? messages.yes : messages.no) }, { label: say(messages.knownAt), value: input.knownAt === null ? null : <TimeAgo at={input.knownAt} /> },
            { label: say(messages.evidence), value: input.evidence, wide: true },
          ]),
        ]}
      />
    </div>
  );
}
