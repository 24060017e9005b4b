import { reaction } from '#platform/events/reaction.ts';
import { watchValues } from './commands/watch-values.ts';

const watchClosed = reaction({
  name: 'indicators.watch-closed-month',
  on: 'indicators.period-closed',
  run: async (context, event) => {
    const { month } = event.payload as { month: string };
    await watchValues(context, { month });
  },
});

const watchRestated = reaction({
  name: 'indicators.watch-restated-value',
  on: 'indicators.restated',
  run: async (context, event) => {
    const { month, indicatorId } = event.payload as { month: string; indicatorId: string };
    await watchValues(context, { month, indicatorId });
  },
});

export const reactions = [watchClosed, watchRestated];
