import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import { TestArchive } from './test-archive.ts';

const { Client, requests, constants } = dimse;
const hasDcmtk = existsSync('/usr/bin/findscu');
const STUDIES = 520;

describe('what a C-FIND is told at its end', () => {
  let archive: TestArchive;
  let listener: DimseListener;
  const title = { description: '阅片工作站', host: null, port: null, isActive: true, now: new Date(), subjectId: 'test' };
  const findscu = async (callingTitle: string, ...keys: string[]): Promise<string> => {
    const said = await promisify(execFile)('findscu', ['-v', '-S', '-aet', callingTitle, '-aec', 'OTHER_NAME', '-k', 'QueryRetrieveLevel=STUDY', ...keys.flatMap((key) => ['-k', key]), '127.0.0.1', String(listener.port)], { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 })
      .catch((error: { stdout: string; stderr: string }) => error);
    return `${said.stdout}${said.stderr}`;
  };

  beforeAll(async () => {
    archive = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
    listener = (await archive.service.listen({ onError: () => undefined, listens: () => undefined }))!;
    await putTitle(archive.opened.database, { ...title, callingTitle: 'STATION', ownerOrganisationId: 'hospital' });
    await putTitle(archive.opened.database, { ...title, callingTitle: 'TOWNSHIP', ownerOrganisationId: 'township' });
    await archive.opened.owner.execute(
      `insert into imaging.study (study_uid, fhir_id, owner_organisation_id, patient_id, study_date, modalities, attributes, stored_at, changed_at, is_announced)
       select '1.2.' || n, 'f' || n, 'hospital', 'P' || n, '20261101', array['CT'], jsonb_build_object('0020000D', jsonb_build_object('vr', 'UI', 'Value', jsonb_build_array('1.2.' || n))), now(), now(), true from generate_series(1, ${STUDIES}) n`);
  }, 240_000);
  afterAll(() => archive?.close());

  const find = (onAccepted: (cancel: () => void) => void, key: Record<string, string>): Promise<number[]> => new Promise((resolve, reject) => {
    const statuses: number[] = [];
    const client = new Client();
    const request = requests.CFindRequest.createStudyFindRequest(key);
    request.on('response', (response: { getStatus(): number }) => void statuses.push(response.getStatus()));
    client.addRequest(request);
    client.on('closed', () => resolve(statuses));
    client.on('networkError', reject);
    client.on('associationAccepted', () => onAccepted(() => client.cancel(request)));
    client.send('127.0.0.1', listener.port, 'STATION', 'YIGONG');
  });

  it('more than are given end with a status that says so, all of them with success', async () => {
    const cut = await find(() => undefined, { StudyInstanceUID: '' });
    expect(cut).toHaveLength(501);
    expect(cut.at(-1)).toBe(0xa700);
    expect(await find(() => undefined, { StudyInstanceUID: '', PatientID: 'P7' })).toEqual([constants.Status.Pending, constants.Status.Success]);
  }, 60_000);

  it('one that is cancelled while it is looked for ends as cancelled, without an answer', async () => {
    let statuses: Promise<number[]> | undefined;
    // The search waits for a table meanwhile.
    await archive.opened.owner.transaction(async (tx) => {
      await tx.execute('lock table imaging.study in access exclusive mode');
      await new Promise<void>((resolve) => {
        statuses = find((cancel) => setTimeout(() => {
          cancel();
          setTimeout(resolve, 500);
        }, 500), { StudyInstanceUID: '' });
      });
    });
    expect(await statuses).toEqual([0xfe00]);
  }, 60_000);

  it.skipIf(!hasDcmtk)('DCMTK under another called title is answered, another organisation sees nothing, a title whose right has ended is refused', async () => {
    expect(await findscu('STATION', 'StudyInstanceUID', 'PatientID=P7')).toContain('1.2.7');
    expect(await findscu('TOWNSHIP', 'StudyInstanceUID', 'PatientID=P7')).not.toContain('1.2.7');
    expect(await findscu('STRANGER', 'StudyInstanceUID', 'PatientID=P7')).toContain('Calling AE Title Not Recognized');
    await putTitle(archive.opened.database, { ...title, callingTitle: 'STATION', ownerOrganisationId: 'hospital', isActive: false });
    expect(await findscu('STATION', 'StudyInstanceUID', 'PatientID=P7')).toContain('Calling AE Title Not Recognized');
    await putTitle(archive.opened.database, { ...title, callingTitle: 'STATION', ownerOrganisationId: 'hospital' });
  }, 120_000);
});
