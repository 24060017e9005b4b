import { useQuery } from '@tanstack/react-query';
import { call } from '#platform/web/client/call.ts';
import { operationKey } from '#platform/web/client/hooks.ts';
import type { ProblemError } from '#platform/web/client/problem-error.ts';
import { readAll } from '#platform/web/table/read-all.ts';
import { listServiceCentres, type ServiceCentre } from '../../contract/centres.ts';

const RELATIONS_MAX = 10_000;

/** Every relation that holds on the day, to the end of the list. */
export const useCentresOn = (on: string) =>
  useQuery<{ rows: ServiceCentre[]; total: number; complete: boolean }, ProblemError>({
    queryKey: [...operationKey(listServiceCentres, { on }), 'whole'],
    queryFn: ({ signal }) => readAll({ rowsMax: RELATIONS_MAX, signal, readPage: (offset, limit) => call(listServiceCentres, { on, offset, limit }, { signal }) }),
    placeholderData: (former) => former,
  });
