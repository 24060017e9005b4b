import type { LocalSettings } from '#platform/database/local-settings.ts';
import { purposeOf } from './decide.ts';
import type { Subject } from './subject.ts';

/** What a transaction of a subject tells the database: who acts. Column defaults and policies read it. */
export const actorOf = (subject: Subject): LocalSettings => ({ 'yigong.subject_id': subject.id });

/** As `actorOf`, with what the second wall (row security) needs: reads of this transaction see what the subject may see. */
export function sightOf(subject: Subject): LocalSettings {
  let sight = sights.get(subject);
  if (sight === undefined) sights.set(subject, (sight = newSight(subject)));
  return sight;
}

/** A subject is remembered for a moment and asks often; its organisations can be hundreds. */
const sights = new WeakMap<Subject, LocalSettings>();

const newSight = (subject: Subject): LocalSettings => ({
  ...actorOf(subject),
  'yigong.sight': subject.everyOrganisation ? 'everything' : subject.kind === 'resident' ? 'person' : 'organisations',
  // Between commas, which no id has (access.sight_holds).
  'yigong.organisations': subject.organisationIds.length === 0 ? '' : `,${subject.organisationIds.filter((id) => !id.includes(',')).join(',')},`,
  'yigong.person': subject.personId ?? '',
  'yigong.purpose': purposeOf(subject),
});
