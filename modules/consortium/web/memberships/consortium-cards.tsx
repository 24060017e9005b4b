import { Answer } from '#platform/web/layout/waiting.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { FORMS, TIGHTNESS } from '../../contract/words.ts';
import { useConsortia } from '../consortium-field.tsx';
import { membershipMessages } from './messages.ts';

interface ConsortiumCardsProps {
  readonly chosen: string | undefined;
  readonly overlapKey: string;
  readonly onChoose: (key: string | undefined) => void;
}

/** The consortia side by side; one narrows the list below. */
export function ConsortiumCards({ chosen, overlapKey, onChoose }: ConsortiumCardsProps) {
  const say = useText();
  const consortia = useConsortia();
  return (
    <Answer query={consortia} rows={2}>
      {(page) => (
        <div className="consortium-cards" role="group" aria-label={say(membershipMessages.consortium)}>
          <button type="button" className="consortium-card consortium-card-slim" aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
            <strong>{say(membershipMessages.allConsortia)}</strong>
            <span className="yg-quiet">{page.total}</span>
          </button>
          {page.rows.map((each) => (
            <button key={each.id} type="button" className="consortium-card" aria-pressed={chosen === each.id} onClick={() => onChoose(each.id)}>
              <strong className="yg-ellipsis" title={each.name}>{each.name}</strong>
              <span className="yg-quiet">{say(FORMS[each.form])} · {say(TIGHTNESS[each.tightness])} · {each.foundedOn}</span>
              <span className="yg-row">
                <span>{say(membershipMessages.members, { count: each.memberCount })}</span>
                <span className="yg-quiet">{say(membershipMessages.private, { count: each.privateMemberCount })}</span>
                {each.waitingCount > 0 && <StateTag tone="due" text={say(membershipMessages.waits, { count: each.waitingCount })} />}
              </span>
            </button>
          ))}
          <button type="button" className="consortium-card consortium-card-slim" aria-pressed={chosen === overlapKey} onClick={() => onChoose(overlapKey)}>
            <strong>{say(membershipMessages.overlaps)}</strong>
          </button>
        </div>
      )}
    </Answer>
  );
}
