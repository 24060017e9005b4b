import { expect, it } from 'vitest';
import { ctStudy, filmStudy, type PhantomStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { TestArchive } from './test-archive.ts';

const study: PhantomStudy = {
  seed: 'test', patientId: 'P1', patientName: 'Wang^Xiaodong=王^晓东', birthDate: '19600101', sex: 'M', date: '20261101', time: '093000', accessionNumber: 'XD1', characterSet: 'GB18030',
};

it('phantoms of the demonstration are kept, small, and their names are read in both character sets', async () => {
  const archive = await TestArchive.open();
  try {
    const files = [...ctStudy(study, { slices: 60, noduleMm: 8 }), ...filmStudy({ ...study, seed: 'film', characterSet: 'ISO_IR 192' })];
    expect(files.reduce((sum, file) => sum + file.length, 0)).toBeLessThan(3_000_000);
    expect((await archive.store(files)).status).toBe(200);
    const found = (await archive.send('GET', `/studies?PatientName=${encodeURIComponent('王^晓东')}&includefield=StudyDescription`)).json() as Record<string, { Value: { Ideographic: string }[] }>[];
    expect(found.map((each) => each['00100010']!.Value[0]!.Ideographic)).toEqual(['王^晓东', '王^晓东']);
    expect((await archive.store(ctStudy(study, { slices: 60, noduleMm: 8 }))).status).toBe(200);
    const thumbnail = await archive.send('GET', `/studies/${(found[0]!['0020000D'] as unknown as { Value: string[] }).Value[0]}/thumbnail`);
    expect(thumbnail.headers['content-type']).toBe('image/jpeg');
  } finally {
    await archive.close();
  }
}, 60_000);
