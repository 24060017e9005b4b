import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import { bulkLoadResidents } from '#modules/residents/server/api.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { textElement, writeDicom } from '#platform/dicom/write-file.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { TestArchive } from './test-archive.ts';

/** With right check characters: the person index is asked by them. */
const CARD = '330106199003070030';
const MISSING = '330106198803070034';
const LOCAL = 'N-7';
const PERSON = '00000000-0000-7000-8000-000000000031';
const study = (number: number, patientId: string): Buffer => writeDicom({ elements: [
  textElement('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement('00080018', 'UI', `1.2.7.${number}.1.1`), textElement('00080020', 'DA', '20261101'), textElement('00080060', 'CS', 'CT'),
  textElement('00100010', 'PN', `Zhang^San^${number}`), textElement('00100020', 'LO', patientId), textElement('0020000D', 'UI', `1.2.7.${number}`), textElement('0020000E', 'UI', `1.2.7.${number}.1`),
] });

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(!existsSync('/usr/bin/movescu'))('a sealed Patient ID on the roads of devices (skipped where DCMTK is not installed)', () => {
  let archive: TestArchive;
  let listener: DimseListener;
  let folder: string;
  let movePort: number;
  const errors: unknown[] = [];
  const run = async (program: string, ...more: string[]): Promise<string> => {
    const said = await promisify(execFile)(program, ['-v', '-aet', 'STATION', '-aec', 'YIGONG', ...more], { timeout: 30_000 }).catch((error: { stdout: string; stderr: string }) => error);
    return `${said.stdout}${said.stderr}`;
  };
  const place = (): string[] => ['127.0.0.1', String(listener.port)];
  const keys = (...given: string[]): string[] => given.flatMap((key) => ['-k', key]);
  /** The UIDs of the instances that came. */
  const received = async (program: string, patientId: string, ...more: string[]): Promise<string[]> => {
    const into = mkdtempSync(join(folder, 'in-'));
    await run(program, '-P', ...more, '-od', into, ...keys('QueryRetrieveLevel=PATIENT', `PatientID=${patientId}`), ...place());
    return readdirSync(into).map((name) => name.replace(/^[A-Za-z]+\./, '')).sort();
  };

  beforeAll(async () => {
    archive = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
    listener = (await archive.service.listen({ onError: (error) => errors.push(error), listens: () => undefined }))!;
    folder = mkdtempSync(join(tmpdir(), 'yigong-roads-'));
    movePort = await freePort();
    await putTitle(archive.opened.database, { callingTitle: 'STATION', ownerOrganisationId: 'hospital', description: '阅片工作站', host: '127.0.0.1', port: movePort, isActive: true, now: new Date(), subjectId: 'test' });
    expect((await archive.store([study(1, CARD), study(2, LOCAL), study(3, MISSING)])).status).toBe(200);
  }, 240_000);
  afterAll(async () => {
    await archive?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('C-GET and C-MOVE at the level of the patient bring the images of the whole number, of a local one, and of no other', async () => {
    for (const [program, ...more] of [['getscu'], ['movescu', '-aem', 'STATION', '--port', String(movePort)]] as const) {
      expect(await received(program, CARD, ...more), program).toEqual(['1.2.7.1.1.1']);
      expect(await received(program, `${CARD}\\${LOCAL}`, ...more), program).toEqual(['1.2.7.1.1.1', '1.2.7.2.1.1']);
      for (const other of ['330106199003070011', '3301061990*', 'y1#0']) expect(await received(program, other, ...more), `${program} ${other}`).toEqual([]);
    }
    const trail = await archive.opened.owner.query<{ action: string }>("select distinct action from audit.entry where resource = 'ImagingStudy/1.2.7.1' order by action");
    expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(['imaging.get', 'imaging.move']));
    expect(errors).toEqual([]);
  }, 120_000);

  it('the worklist that is asked by the number of a card answers the order of its holder under the person id, and nothing for other numbers', async () => {
    const { database } = archive.opened;
    await database.transaction(async (tx) => {
      await bulkLoadResidents(tx, { registeredAt: new Date(), newId: () => archive.ids.newId(), entries: [{
        residentId: PERSON, ownerOrganisationId: 'hospital', kind: 'resident', name: '林晓月', sex: 'female', birthDate: '1990-03-07', phone: null, address: null, birthOrder: null, motherId: null,
        identifiers: [{ type: 'id-card', value: CARD, standing: 'held' }],
      } as never] });
      await writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => archive.ids.newId() }, [
        { method: 'put', ownerOrganisationId: 'hospital', resource: { resourceType: 'Patient', id: PERSON, name: [{ text: '林晓月' }], identifier: [{ system: 'https://yigong.dev/fhir/sid/id-card', value: CARD }] } },
        { method: 'put', ownerOrganisationId: 'hospital', resource: {
          resourceType: 'ServiceRequest', id: 'o-card', status: 'active', intent: 'order', subject: { reference: `Patient/${PERSON}` }, category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
          identifier: [{ value: 'A2026-9' }], code: { text: '胸部CT平扫' },
        } },
      ]);
    });
    const asked = (patientId: string): Promise<string> => run('findscu', '-W', ...keys(`PatientID=${patientId}`, 'AccessionNumber', 'PatientName'), ...place());
    const answer = await asked(CARD);
    expect(answer).toContain('A2026-9');
    expect(answer).toContain(PERSON);
    expect(await asked(MISSING)).not.toContain('A2026-9');
    expect(errors).toEqual([]);
  }, 60_000);

  it('nothing of it is written into the log, also where storing and searching fail', async () => {
    const written: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0));
    const { owner } = archive.opened;
    const file = join(folder, 'sent.dcm');
    writeFileSync(file, study(4, CARD));
    try {
      for (const isBroken of [false, true]) {
        if (isBroken) await owner.execute('alter table imaging.study rename to study_away');
        await run('storescu', ...place(), file);
        await run('findscu', '-S', ...keys('QueryRetrieveLevel=STUDY', `PatientID=${CARD}`), ...place());
        await archive.store([study(5, CARD)]);
        const { status, text } = await archive.send('GET', `/studies?PatientID=${CARD}`);
        expect(status).toBe(isBroken ? 500 : 200);
        if (isBroken) expect(text).not.toContain(CARD);
      }
    } finally {
      for (const spy of spies) spy.mockRestore();
      await owner.execute('alter table if exists imaging.study_away rename to study');
    }
    expect(errors.length).toBeGreaterThan(0);
    expect([...written, ...errors.map(describeSafely)].join('\n')).not.toContain(CARD);
  }, 60_000);
});
