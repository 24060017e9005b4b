import type { AnswerRow } from '../../contract/operations.ts';
import { answerStates, type Answer, type RegionPack } from '../../contract/pack.ts';

export interface Answers {
  readonly rows: AnswerRow[];
  readonly counts: Record<Answer['state'], number>;
}

/** Every task, target and rule of a region with what answers it: the page "what this policy asks". */
export function answersOf(pack: RegionPack): Answers {
  const bodies = new Map(pack.bodies.map(({ id, name }) => [id, name]));
  const given = ({ state, rooms, note }: Answer): Pick<AnswerRow, 'state' | 'rooms' | 'note'> => ({ state, rooms, note: note ?? null });
  const rows: AnswerRow[] = [
    ...pack.tasks.map((task): AnswerRow => ({
      kind: 'task', id: task.id, clause: task.clause, title: task.title, body: bodies.get(task.lead) ?? null, due: task.due ?? null, isKey: task.isKey, indicators: task.indicators, ...given(task.answer),
    })),
    ...pack.targets.map((target): AnswerRow => ({
      kind: 'target', id: target.id, clause: target.clause, title: target.title, body: null, due: target.by ?? null, isKey: false, indicators: [target.indicator], ...given(target.answer),
    })),
    ...pack.rules.map((rule): AnswerRow => ({
      kind: 'rule', id: rule.id, clause: rule.clause, title: rule.text, body: null, due: rule.validUntil ?? null, isKey: false, indicators: [], ...given(rule.answer),
    })),
  ];
  const counts = Object.fromEntries(answerStates.map((state) => [state, rows.filter((row) => row.state === state).length])) as Record<Answer['state'], number>;
  return { rows, counts };
}
