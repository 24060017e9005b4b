import { useState, type CSSProperties } from 'react';
import { Button } from 'antd';
import { LEVELS } from '#modules/consortium/contract/words.ts';
import { Segments } from '#platform/web/form/segments.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useKeptOperation } from '#platform/web/offline/use-kept-operation.ts';
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
  const { query: matrix } = useKeptOperation(getIndicatorMatrix, asked);
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
          <Section title={`${say(messages.matrix)} · ${asked.period}`} actions={levels.length > 1 && <Segments value={chosen ?? ''} options={levels.map((each) => ({ value: each, label: say(LEVELS[each]) }))} onChange={(to) => setLevel(String(to))} />}>
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
                  <tbody>{rows.slice(0, isWhole ? undefined : ROWS_MAX).map((site) => <Row key={site.organisationId} site={site} rows={rows} columns={columns.map(({ id }) => id)} onSite={onSite} />)}</tbody>
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

const cellOf = ({ cells }: MatrixSite, indicatorId: string) => cells.find((cell) => cell.indicatorId === indicatorId);

/** Which part of the other sites shown stand behind: equal values share a shade, and where all are equal there is none. */
function shareBehind(rows: readonly MatrixSite[], indicatorId: string, rank: number): number {
  const ranks = rows.flatMap((row) => cellOf(row, indicatorId)?.rank ?? []);
  return ranks.length < 2 ? 0 : ranks.filter((each) => each > rank).length / (ranks.length - 1);
}

function Row({ site, rows, columns, onSite }: { site: MatrixSite; rows: readonly MatrixSite[]; columns: readonly string[]; onSite: (organisationId: string) => void }) {
  return (
    <tr>
      <th scope="row"><button type="button" onClick={() => onSite(site.organisationId)}>{site.name}</button></th>
      {columns.map((id) => <MatrixCell key={id} cell={cellOf(site, id)} rows={rows} />)}
    </tr>
  );
}

/** The best place is darkest; the number and, where ranked, the place say the same. */
function MatrixCell({ cell, rows }: { cell: MatrixSite['cells'][number] | undefined; rows: readonly MatrixSite[] }) {
  if (cell === undefined || cell.value === null) return <td className="yg-quiet">—</td>;
  if (cell.rank === null) return <td>{cell.value}</td>;
  return <td className="cockpit-shaded" style={{ '--share': shareBehind(rows, cell.indicatorId, cell.rank) } as CSSProperties} title={`${cell.rank} / ${cell.of}`}>{cell.value}</td>;
}
