import { exact, scaled } from '#platform/kernel/decimal.ts';
import type { PackContent } from '../../contract/pack-content.ts';
import type { PanelMonth } from '../../contract/panels.ts';
import type { PanelRow } from '../store/panels.ts';
import { figuresFrom, type BareFigure } from './figures.ts';

interface PanelsOfMonth {
  readonly panels: readonly PanelRow[];
  readonly content: Pick<PackContent, 'capitation'>;
  readonly packVersion: string;
}

const panelOf = ({ capitation }: Pick<PackContent, 'capitation'>, panel: string): PackContent['capitation'][number] | undefined => capitation.find((each) => each.panel === panel);

/** Each panel of each institution for one month, the sum of an institution and of all; the names of panels without an amount are missing. */
export function capitationOfMonth({ panels, content, packVersion }: PanelsOfMonth): { figures: readonly BareFigure[]; missing: readonly string[] } {
  const [figures, missing] = [[] as BareFigure[], new Set<string>()];
  const parts = new Map<string, string[]>();
  for (const { panel, organisationId, heads } of panels) {
    const perHead = panelOf(content, panel)?.perHead;
    const figured = figuresFrom({ formula: 'capitation', inputs: { heads: String(heads), per_head: perHead, months: '1' }, names: { payment: `panel:${panel}` }, organisationId, packVersion });
    if (figured.status !== 'SETTLED') missing.add(`capitation.${panel}`);
    else {
      figures.push(...figured.figures);
      parts.set(organisationId, [...(parts.get(organisationId) ?? []), figured.figures[0]!.value]);
    }
  }
  const sum = (inputs: { parts: readonly string[]; decimals: string }, organisationId: string | null, name: string): string => {
    const figured = figuresFrom({ formula: 'sum', inputs, names: { sum: name }, organisationId, packVersion });
    if (figured.status === 'SETTLED') figures.push(...figured.figures);
    return figured.status === 'SETTLED' ? figured.figures[0]!.value : '0';
  };
  const totals = [...parts].map(([organisationId, values]) => {
    sum({ parts: panels.filter((row) => row.organisationId === organisationId).map(({ heads }) => String(heads)), decimals: '0' }, organisationId, 'heads');
    return sum({ parts: values, decimals: '2' }, organisationId, 'capitation');
  });
  sum({ parts: totals, decimals: '2' }, null, 'totalCapitation');
  return { figures, missing: [...missing] };
}

/** A row with what a month of it is paid. */
export function panelMonthOf(row: PanelRow & { readonly organisationName: string }, content: Pick<PackContent, 'capitation'>): PanelMonth {
  const known = panelOf(content, row.panel);
  const figured = figuresFrom({ formula: 'capitation', inputs: { heads: String(row.heads), per_head: known?.perHead, months: '1' }, names: { payment: 'payment' }, organisationId: row.organisationId, packVersion: row.packVersion });
  return { ...row, title: known?.title ?? row.panel, perHead: known?.perHead ?? null, paymentFen: figured.status === 'SETTLED' ? Number(scaled(exact(figured.figures[0]!.value), 2)) : null };
}
