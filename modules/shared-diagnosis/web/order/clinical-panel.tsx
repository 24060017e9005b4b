import { Link } from 'react-router';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { OrderDetail } from '../../contract/orders.ts';
import { MODALITIES } from '../../contract/words.ts';
import { messages, orderMessages } from '../messages.ts';

export function ClinicalPanel({ order }: { order: OrderDetail }) {
  const say = useText();
  const format = useFormat();
  const { clinical, performance } = order;
  const flags = [clinical.pregnant ? say(orderMessages.pregnant) : null, clinical.contrastAllergy ? say(orderMessages.contrastAllergy) : null, clinical.implant ? say(orderMessages.implant) : null].filter(Boolean);
  return (
    <Panel title={say(orderMessages.clinical)} actions={<Link to={`/residents/${order.personId}`}>{say(orderMessages.resident)}</Link>}>
      <Facts
        items={[
          { label: say(orderMessages.question), value: clinical.question, wide: true },
          { label: say(orderMessages.diagnosis), value: [clinical.diagnosis, clinical.diagnosisCode].filter(Boolean).join(' · '), wide: true },
          ...(clinical.history ? [{ label: say(orderMessages.history), value: clinical.history, wide: true }] : []),
          ...(flags.length > 0 ? [{ label: say(orderMessages.flags), value: <strong>{flags.join(' · ')}</strong>, wide: true }] : []),
          { label: say(messages.modality), value: [say(MODALITIES[order.modality]), order.bodyPart].filter(Boolean).join(' · ') },
          { label: say(messages.from), value: [order.requestingOrganisationName, order.department, order.requesterName, order.requesterPhone].filter(Boolean).join(' · ') },
          { label: say(messages.site), value: order.performingOrganisationName },
          { label: say(messages.centre), value: order.centreOrganisationName },
          ...(order.scheduledAt && performance === null ? [{ label: say(orderMessages.scheduledAt), value: format.dateTime(order.scheduledAt) }] : []),
          ...(performance ? [{ label: say(orderMessages.performance), wide: true, value: [format.dateTime(performance.performedAt), performance.device, performance.operator, performance.dose, performance.imageCount == null ? null : `${performance.imageCount}`].filter(Boolean).join(' · ') }] : []),
          ...(order.returnNote ? [{ label: say({ zh: '退回原因', en: 'Returned because' }), value: order.returnNote, wide: true }] : []),
          ...(order.consultOrganisationName ? [{ label: say(orderMessages.higherCentre), value: order.consultOrganisationName }] : []),
        ]}
      />
    </Panel>
  );
}
