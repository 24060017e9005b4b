import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { contract } from '../../contract.ts';
import { countersignAgreement, verifyAgreement, type Agreement } from '../../contract/agreements.ts';
import { useAbility } from '../use-ability.ts';
import { agreementMessages } from './messages.ts';

const VERDICTS = { valid: agreementMessages.signatureValid, changed: agreementMessages.signatureChanged, forged: agreementMessages.signatureForged } as const;

/** Who signed, verified by the server when the screen opens. */
export function Signatures({ agreement }: { agreement: Agreement }) {
  const say = useText();
  const ability = useAbility();
  const { data } = useOperation(verifyAgreement, { id: agreement.id });
  const countersign = useCommand(countersignAgreement);
  if (data === undefined) return null;
  const names = new Map([[agreement.firstOrganisationId, agreement.firstOrganisationName], [agreement.secondOrganisationId, agreement.secondOrganisationName]]);
  const open = [...names.keys()].filter((side) => !data.signatures.some(({ organisationId }) => organisationId === side));
  const over = agreement.endedOn !== null || agreement.state === 'expired';
  return (
    <Panel level={3} title={say(agreementMessages.signatures)}>
      {data.signatures.length === 0 && <p className="yg-quiet">{say(agreementMessages.noSignature)}</p>}
      {data.signatures.map(({ id, organisationId, signerName, algorithm, signedAt, verdict }) => (
        <div key={id} className="yg-row">
          <strong>{verdict === 'valid' ? '✓' : '✗'} {say(VERDICTS[verdict])}</strong>
          <span>{say(agreementMessages.signedBy, { organisation: names.get(organisationId) ?? organisationId, name: signerName, algorithm })}</span>
          <TimeAgo at={signedAt} />
        </div>
      ))}
      {countersign.problem && <ProblemNotice problem={countersign.problem} />}
      {open.length > 0 && (
        <AbilityBar
          actions={[{
            key: 'countersign', title: say(agreementMessages.countersign), loading: countersign.pending,
            ability: ability({ permission: 'consortium.sign-agreement', organisationIds: open, refusal: over ? contract.problems['consortium.already-ended'] : undefined }),
            onClick: () => void countersign.run({ id: agreement.id }),
          }]}
        />
      )}
    </Panel>
  );
}
