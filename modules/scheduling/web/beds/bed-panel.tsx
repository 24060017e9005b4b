import { useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Facts } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { StateLine } from '#platform/web/state/state-line.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { blockBed, dischargeBed, getBedBoard, unblockBed, type Ward } from '../../contract/beds.ts';
import { BED_SEXES, BED_STATES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { AdmitToBedForm } from './admit-to-bed-form.tsx';
import { BED_TONES, bedAbility } from './bed-state.ts';
import { bedMessages } from './messages.ts';
import { MoveBedForm } from './move-bed-form.tsx';
import type { BoardBed } from './ward-card.tsx';

interface BedPanelProps {
  readonly ward: Ward;
  readonly bedId: string;
  readonly onDone: () => void;
}

/** One bed beside the board; it follows the board as others act. */
export function BedPanel({ ward: before, bedId, onDone }: BedPanelProps) {
  const say = useText();
  const board = useOperation(getBedBoard, { organisationId: [before.organisationId] });
  const ward = board.data?.wards.find((each) => each.id === before.id) ?? before;
  const bed = ward.beds.find((each) => each.id === bedId);
  const [form, setForm] = useState<'admit' | 'move'>();
  if (bed === undefined) return null;
  return (
    <div className="yg-stack">
      <StateLine tone={BED_TONES[bed.state]} state={say(BED_STATES[bed.state])} since={bed.stateSince} until={bed.heldUntil} />
      <Facts
        items={[
          { label: say(messages.organisation), value: ward.organisationName },
          { label: say(bedMessages.forSex), value: say(BED_SEXES[bed.forSex]) },
          { label: say(messages.person), value: bed.personName ?? (bed.state === 'occupied' ? say(bedMessages.someone) : null) },
          { label: say(bedMessages.blockedReason), value: bed.blockedReason },
        ]}
      />
      <BedActions ward={ward} bed={bed} onForm={setForm} onDone={onDone} />
      {form === 'admit' && <AdmitToBedForm bedId={bed.id} onDone={onDone} />}
      {form === 'move' && <MoveBedForm ward={ward} bedId={bed.id} onDone={onDone} />}
    </div>
  );
}

interface BedActionsProps {
  readonly ward: Ward;
  readonly bed: BoardBed;
  readonly onForm: (form: 'admit' | 'move') => void;
  readonly onDone: () => void;
}

function BedActions({ ward, bed, onForm, onDone }: BedActionsProps) {
  const say = useText();
  const confirmReason = useConfirmReason();
  const [discharge, block, unblock] = [useCommand(dischargeBed), useCommand(blockBed), useCommand(unblockBed)];
  const may = {
    admit: useMay('scheduling.admit-to-bed'), discharge: useMay('scheduling.discharge-bed'), move: useMay('scheduling.move-bed'),
    block: useMay('scheduling.block-bed'), unblock: useMay('scheduling.unblock-bed'),
  };
  const ability = (action: keyof typeof may) => bedAbility(action, bed, { permission: may[action], site: ward.mayManage });
  const ask = async (verb: string, run: (reason: string) => Promise<unknown>) => {
    const reason = await confirmReason({ title: `${ward.name} ${bed.label}`, verb, reasonLengthMin: 2 });
    if (reason !== undefined && (await run(reason)) !== undefined) onDone();
  };
  const problem = discharge.problem ?? block.problem ?? unblock.problem;
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <AbilityBar
        actions={[
          { key: 'admit', title: say(bedMessages.admit), ability: ability('admit'), onClick: () => onForm('admit') },
          { key: 'move', title: say(bedMessages.move), ability: ability('move'), onClick: () => onForm('move') },
          {
            key: 'discharge', title: say(bedMessages.discharge), ability: ability('discharge'), loading: discharge.pending,
            onClick: () => void ask(say(bedMessages.discharge), (reason) => discharge.run({ id: bed.id, reason })),
          },
          {
            key: 'block', title: say(bedMessages.block), ability: ability('block'), loading: block.pending, danger: true,
            onClick: () => void ask(say(bedMessages.block), (reason) => block.run({ id: bed.id, reason })),
          },
          { key: 'unblock', title: say(bedMessages.unblock), ability: ability('unblock'), loading: unblock.pending, onClick: () => void unblock.run({ id: bed.id }).then((answer) => answer && onDone()) },
        ]}
      />
    </>
  );
}
