import { listStudies, registerCallingTitle } from '#modules/imaging/contract.ts';
import { refuseStudy } from '#modules/imaging/contract/quality.ts';
import type { PlayRequest, StoppedStory } from '../play-referrals.ts';
import { openStage } from '../stage.ts';

const HOUR_MS = 3_600_000;

/** Devices of a township and the archive of the hospital, and a film that has to be taken again. */
export async function playImagingDesk({ database, modules, plan, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  const integrator = plan.staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes('integrator'));
  const technician = plan.staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes('technician'));
  if (!stage.has(registerCallingTitle) || integrator === undefined || technician === undefined) return [];
  const at = new Date(until.getTime() - 5 * HOUR_MS);
  try {
    const archive = plan.staff.find(({ roles }) => roles.includes('laboratory-staff'))?.organisationId;
    const devices: [title: string, organisationId: string, what: string][] = [['SITECT16', technician.organisationId, '16 排 CT'], ['SITEDR1', technician.organisationId, 'DR 摄影机']];
    if (archive !== undefined) devices.push(['WCPACS', archive, '县医院影像归档']);
    for (const [callingTitle, organisationId, description] of devices) await stage.act(registerCallingTitle, { callingTitle, organisationId, description, ...(callingTitle === 'WCPACS' ? { host: 'pacs.invalid', port: 104 } : {}) }, { member: integrator, at, key: `world-imaging-title-${callingTitle}` });
    const { rows } = await stage.act(listStudies, { limit: 100, quality: 'counts' }, { member: technician, at });
    const film = rows.find(({ modalities, personId, ownerOrganisationId }) => !modalities.includes('CT') && personId !== null && ownerOrganisationId === technician.organisationId);
    if (film !== undefined) await stage.act(refuseStudy, { id: film.studyUid, reason: 'positioning', note: '肩胛骨未拉开，肺尖被遮挡，请重新摆位。', wantsRetake: true }, { member: technician, at, key: 'world-imaging-refuse' });
    return [];
  } catch (error) {
    return [{ key: 'imaging-desk', error }];
  }
}
