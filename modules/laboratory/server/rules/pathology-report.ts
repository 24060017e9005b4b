import type { Report, ReportPicture } from '#platform/documents/report.ts';
import type { SpecimenDetail } from '../../contract/specimens.ts';
import type { PictureRow } from '../store/pictures.ts';
import type { SpecimenRow } from '../store/specimens.ts';

const KINDS = { gross: '大体所见', frozen: '术中冰冻', diagnosis: '病理诊断', second: '会诊意见' } as const;
const SEXES: Readonly<Record<string, string>> = { male: '男', female: '女' };

/** `2026-11-23 10:05` in China. */
const moment = (at: Date | string | null): string => (at === null ? '—' : new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '));

/** The illustrated report (WS/T technical guides of pathology: specimen, gross, microscopy with pictures, diagnosis, signatures). */
export function pathologyReport(row: SpecimenRow, { pieces, opinions, pictures }: Pick<SpecimenDetail, 'pieces' | 'opinions'> & { pictures: readonly PictureRow[] }): Report {
  const of = (kind: keyof typeof KINDS) => opinions.filter((opinion) => opinion.kind === kind);
  const isIssued = of('diagnosis').length > 0;
  const text = (kind: keyof typeof KINDS) => of(kind).map((opinion) => `${opinion.text}（${opinion.byName}，${moment(opinion.at)}）`);
  const part = (kind: keyof typeof KINDS, shown: readonly PictureRow[] = []) => (text(kind).length === 0 && shown.length === 0 ? [] : [{ heading: KINDS[kind], paragraphs: text(kind), ...(shown.length === 0 ? {} : { pictures: shown.map((picture) => pictureOf(picture, pieces)) }) }]);
  const [gross, slides] = [pictures.filter(({ kind }) => kind === 'gross'), pictures.filter(({ kind }) => kind === 'slide')];
  return {
    title: isIssued ? '病理诊断报告' : '病理检查记录（尚无诊断）',
    subtitle: `标本号 ${row.tubeCode}`,
    parts: [
      { table: { columns: [{ title: '姓名' }, { title: '性别', share: 0.6 }, { title: '出生日期' }, { title: '标本', share: 1.6 }, { title: '接收时间', share: 1.4 }, { title: '冷缺血', share: 0.8 }], rows: [[row.personName, SEXES[row.personSex] ?? '—', row.personBirthDate, row.kind, moment(row.receivedAt), row.coldIschaemiaMinutes === null ? null : `${row.coldIschaemiaMinutes} 分钟`]] } },
      ...part('gross', gross),
      ...(slides.length === 0 ? [] : [{ heading: '镜下所见', pictures: slides.map((picture) => pictureOf(picture, pieces)) }]),
      ...part('frozen'),
      ...(pieces.length === 0 ? [] : [{ heading: '取材', paragraphs: [`蜡块 ${pieces.filter(({ kind }) => kind === 'block').map(({ code }) => code).join('、') || '—'}；切片 ${pieces.filter(({ kind }) => kind === 'slide').map(({ code }) => code).join('、') || '—'}`] }]),
      ...part('diagnosis'),
      ...part('second'),
    ],
    ...(isIssued ? { signature: [`报告医师 ${of('diagnosis').at(-1)!.byName}`, moment(of('diagnosis').at(-1)!.at)] } : {}),
    footer: `${row.personName} ${row.tubeCode}`,
  };
}

const pictureOf = ({ pieceId, caption, mediaType, content }: PictureRow, pieces: SpecimenDetail['pieces']): ReportPicture => ({
  caption: [pieces.find(({ id }) => id === pieceId)?.code, caption].filter(Boolean).join(' · '), mediaType, contentBase64: content.toString('base64'),
});
