import { useCommand } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar, type AbilityAction } from '#platform/web/state/ability-bar.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { OrderDetail } from '../../contract/orders.ts';
import { acknowledgeReport, claimDiagnosis, confirmReport, releaseDiagnosis } from '../../contract/reading.ts';
import { ORDER_ACTIONS, readingStates, reportedStates, type OrderAction } from '../../contract/states.ts';
import { messages, orderMessages } from '../messages.ts';
import { OrderActForm, orderActs } from './order-act-form.tsx';

const DANGER: readonly OrderAction[] = ['cancel', 'return', 'send-back'];
const FIRST: readonly OrderAction[] = ['claim', 'acknowledge', 'confirm', 'attach-data', 'pass-quality', 'answer-consult'];
/** Done with one click; the others ask for something. */
const AT_ONCE = { claim: claimDiagnosis, release: releaseDiagnosis, acknowledge: acknowledgeReport, confirm: confirmReport } as const;
/** Impossible ones worth showing, with the reason. */
const NEAR: Readonly<Partial<Record<string, readonly OrderAction[]>>> = { waiting: ['claim'], reading: ['claim'], preliminary: ['send-back'], issued: ['acknowledge', 'amend'], amended: ['acknowledge'], uploaded: ['pass-quality'] };
const WRITTEN_IN_THE_FORM: readonly OrderAction[] = ['write-preliminary', 'issue', 'issue-emergency'];

export function OrderActBar({ order }: { order: OrderDetail }) {
  const say = useText();
  const workspace = useWorkspace();
  const mayMark = useMay('shared-diagnosis.mark-critical');
  const commands = { claim: useCommand(AT_ONCE.claim), release: useCommand(AT_ONCE.release), acknowledge: useCommand(AT_ONCE.acknowledge), confirm: useCommand(AT_ONCE.confirm) };
  const open = (action: OrderAction | 'mark-critical', title: string) => {
    const key = `diagnosis-act:${order.id}:${action}`;
    workspace.open({ key, title: `${title} · ${order.personName}`, content: <OrderActForm order={order} action={action} onDone={() => workspace.close(key)} />, width: action === 'amend' ? 'wide' : 'normal' });
  };
  const shown = order.abilities.filter(({ action, allowed }) => !WRITTEN_IN_THE_FORM.includes(action as OrderAction) && (action in AT_ONCE || action in orderActs) && isWorthShowing(order, action as OrderAction, allowed));
  const primary = FIRST.find((action) => shown.some((ability) => ability.action === action && ability.allowed) && !(action === 'claim' && order.mine) && !(action === 'attach-data' && order.dataCount > 0));
  const actions = shown.map((ability): AbilityAction => {
    const action = ability.action as OrderAction;
    const title = say(ORDER_ACTIONS[action]);
    const command = commands[action as keyof typeof commands];
    const run = async () => {
      if (await command.run({ id: order.id })) toast(`${say(messages.done)}：${title}`);
    };
    return { key: action, title, ability, primary: action === primary, danger: DANGER.includes(action), loading: command?.pending ?? false, onClick: command ? () => void run() : () => open(action, title) };
  });
  const centre = order.abilities.some(({ action, allowed }) => allowed && ['return', 'release', 'claim', 'send-back', 'amend'].includes(action));
  if (mayMark && centre && [...readingStates, ...reportedStates].includes(order.state)) actions.push({ key: 'mark-critical', title: say(orderMessages.markCritical), danger: true, onClick: () => open('mark-critical', say(orderMessages.markCritical)) });
  const problem = Object.values(commands).find((command) => command.problem)?.problem;
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <AbilityBar actions={actions} />
    </>
  );
}

const isWorthShowing = (order: OrderDetail, action: OrderAction, allowed: boolean): boolean => {
  if (action === 'claim' && order.mine) return false;
  if (action === 'confirm' && order.reviewDueAt === null) return false;
  return allowed || (NEAR[order.state]?.includes(action) ?? false);
};
