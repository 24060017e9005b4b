import type { Say } from '#platform/web/text/messages.ts';
import type { Area } from '../../contract/grids.ts';
import { mapMessages } from './messages.ts';

export function coverageText(area: Area, say: Say): string {
  if (area.grids.length === 0) return say(mapMessages.noGrid);
  const names = area.grids.map((grid) => grid.gridName).join(', ');
  return area.grids.length === 1 ? names : `${say(mapMessages.manyGrids, { count: area.grids.length })}: ${names}`;
}
