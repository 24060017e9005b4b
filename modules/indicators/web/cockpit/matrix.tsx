import { useState, type CSSProperties } from 'react';
import { Button, Segmented } from 'antd';
import { LEVELS } from '#modules/consortium/contract/words.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Tile as TileData } from '../../contract/operations.ts';
import { getIndicatorMatrix, type MatrixSite } from '../../contract/views.ts';
import { messages } from '../messages.ts';
import { Section, type SectionAsked } from './section.tsx';

const ROWS_MAX = 30;

interface MatrixProps {
  readonly asked: SectionAsked;
  readonly onOpen: (tile: Pick<TileData, 'definition'>) => void;
  readonly onSite: (organisationId: string) => void;
}

/** All sites by all indicators: the better the place, the darker; a column sorts by its rank. What is only watched has no shade and no order. */
export function Matrix({ asked, onOpen, onSite }: MatrixProps) {
  const say = useText();
  const matrix = useOperation(getIndicatorMatrix, asked);
  const [level, setLevel] = useState<string>();
  const [sort, setSort] = useState<string>();
  const [isWhole, setWhole] = useState(false);
  return (
    <Answer query={matrix}>
      {({ sites, indicators }) => {
        const levels = (Object.keys(LEVELS) as (keyof typeof LEVELS)[]).filter((each) => sites.some((site) => site.level === each));
        const chosen = level ?? levels.find((each) => each === 'township') ?? levels[0];
        const rows = sorted(sites.filter((site) => site.level === chosen), sort);
        const columns = indicators.filter(({ id }) => rows.some(({ cells }) => cells.some((cell) => cell.indicatorId === id && cell.value !== null)));
        return (
          <Section title={`${say(messages.matrix)} · ${asked.period}`} actions={levels.length > 1 && <Segmented value={chosen ?? ''} options={levels.map((each) => ({ value: each, label: say(LEVELS[each]) }))} onChange={(to) => setLevel(String(to))} />}>
            {rows.length === 0 ? <p className="yg-quiet">{say(messages.noData)}</p> : (
              <div className="cockpit-matrix" role="group" aria-label={say(messages.matrix)} tabIndex={0}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{say(messages.site)}</th>
                      {columns.map((definition) => (
                        <th key={definition.id} scope="col" aria-sort={sort === definition.id ? 'ascending' : undefined}>
                          <button type="button" onClick={() => onOpen({ definition })}>{definition.id} {say(definition.name)}</button>
                          {definition.direction !== 0 && <Button size="small" type="text" aria-pressed={sort === definition.id} aria-label={`${say(messages.rank)} ${definition.id}`} onClick={() => setSort(sort === definition.id ? undefined : definition.id)}>{sort === definition.id ? '▲' : '△'}</Button>}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>{rows.slice(0, isWhole ? undefined : ROWS_MAX).map((site) => <Row key={site.organisationId} site={site} columns={columns.map(({ id }) => id)} onSite={onSite} />)}</tbody>
                </table>
                {rows.length > ROWS_MAX && <Button onClick={() => setWhole(!isWhole)}>{say(isWhole ? messages.fewer : messages.allRows, { total: rows.length })}</Button>}
              </div>
            )}
          </Section>
        );
      }}
    </Answer>
  );
}

const LAST = 99_999;

function sorted(sites: readonly MatrixSite[], indicatorId: string | undefined): MatrixSite[] {
  const place = ({ cells }: MatrixSite): number => cells.find((cell) => cell.indicatorId === indicatorId)?.rank ?? LAST;
  return [...sites].sort((a, b) => (indicatorId === undefined ? 0 : place(a) - place(b)) || a.name.localeCompare(b.name, 'zh'));
}

function Row({ site, columns, onSite }: { site: MatrixSite; columns: readonly string[]; onSite: (organisationId: string) => void }) {
  return (
    <tr>
      <th scope="row"><button type="button" onClick={() => onSite(site.organisationId)}>{site.name}</button></th>
      {columns.map((id) => <MatrixCell key={id} cell={site.cells.find((cell) => cell.indicatorId === id)} />)}
    </tr>
  );
}

/** The best place is darkest; the number and, where ranked, the place say the same. */
function MatrixCell({ cell }: { cell: MatrixSite['cells'][number] | undefined }) {
  if (cell === undefined || cell.value === null) return <td className="yg-quiet">—</td>;
  const share = cell.rank === null || cell.of < 2 ? 0 : 1 - (cell.rank - 1) / (cell.of - 1);
  return <td className={cell.rank === null ? undefined : 'cockpit-shaded'} style={{ '--share': share } as CSSProperties} title={cell.rank === null ? undefined : `${cell.rank} / ${cell.of}`}>{cell.value}</td>;
}
