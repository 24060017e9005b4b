import { decide } from './decide.ts';
import type { RecordBasis } from './record-basis.ts';
import type { Subject } from './subject.ts';

/** As `access.open_ground` shows a ground: organisation, basis, purpose, times in seconds, whether the person has refused anybody. */
const SHOWN = /^([^|]+)\|([a-z-]+)\|([a-z-]*)\|([\d.e+-]+)\|([\d.e+-]*)\|(true|false)$/;
const SECOND_MS = 1000;

/**
 * Whether a ground that the database shows opens the plain record of the person to the subject: judged here by the rule itself, not by
 * whoever found it. Of a person who has refused anybody only an emergency does; the others are asked for in full.
 */
export function judgeOf(subject: Subject, personId: string): (shown: string | null) => boolean {
  return (shown) => {
    const [, organisationId, basis, purpose, from, until, hasRefused] = SHOWN.exec(shown ?? '') ?? [];
    if (organisationId === undefined) return false;
    const ground = {
      personId, organisationId, organisationAncestorIds: [], basis: basis as RecordBasis['basis'], source: '', purpose: (purpose === '' ? null : purpose) as RecordBasis['purpose'] & string | null,
      validFrom: new Date(Number(from) * SECOND_MS), validUntil: until === '' ? null : new Date(Number(until) * SECOND_MS),
    };
    const at = new Date();
    const refusals = hasRefused === 'true' ? [{ organisationId: '*', purpose: null, validFrom: new Date(0), validUntil: null }] : [];
    return decide({ subject, action: 'read', personId, at }, { bases: [ground], refusals }).allowed;
  };
}
