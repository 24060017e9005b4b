import { Button } from 'antd';
import type { Page } from '#platform/kernel/contract.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { fhirMessages } from './messages.ts';

/** Lines of a list before somebody asks for all. */
export const FIRST = 20;
export const REFRESH_MS = 5_000;
const ALL = 500;

/** Never a silently cut list. */
export function ShowAll({ page, onAll }: { page: Pick<Page<unknown>, 'rows' | 'total'> | undefined; onAll: (limit: number) => void }) {
  const say = useText();
  const format = useFormat();
  if (page === undefined || page.total <= page.rows.length) return null;
  return <Button type="link" onClick={() => onAll(ALL)}>{say(fhirMessages.showAll, { total: format.number(page.total) })}</Button>;
}
