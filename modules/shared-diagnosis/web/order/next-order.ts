import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '#platform/web/client/call.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listDiagnosisOrders } from '../../contract/orders.ts';
import { orderMessages } from '../messages.ts';

const PLACE = 'yigong.diagnosis.goes-on';

/** Whether the next order opens by itself after signing; kept in this browser. */
export function useGoesOn(): { readonly isOn: boolean; readonly set: (isOn: boolean) => void } {
  const [isOn, setOn] = useState(() => localStorage.getItem(PLACE) !== 'no');
  return {
    isOn,
    set: (on) => {
      localStorage.setItem(PLACE, on ? 'yes' : 'no');
      setOn(on);
    },
  };
}

/** Opens the order with the nearest promise that waits for the same work; stays where none does. */
export function useNextOrder(currentId: string): (filters: Readonly<Record<string, unknown>>) => Promise<void> {
  const say = useText();
  const navigate = useNavigate();
  return async (filters) => {
    const { rows } = await call(listDiagnosisOrders, { box: 'reading', limit: 2, ...filters } as never);
    const next = rows.find(({ id }) => id !== currentId);
    if (next === undefined) return;
    toast(say(orderMessages.nextOpened));
    void navigate(`/diagnosis/orders/${next.id}`);
  };
}
