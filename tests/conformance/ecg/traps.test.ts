import { describe, expect, it } from 'vitest';
import { EcgFailure } from '#modules/ecg/server/rules/reading/ecg-failure.ts';
import { readEcg } from '#modules/ecg/server/rules/reading/read-ecg.ts';

const fault = (content: Buffer | string): [string, string] => {
  try {
    readEcg(Buffer.isBuffer(content) ? content : Buffer.from(content));
    return ['read', ''];
  } catch (error) {
    return error instanceof EcgFailure ? [error.fault, error.place] : [String(error), ''];
  }
};
const aecg = (inner: string, before = ''): string => `<?xml version="1.0"?>${before}<AnnotatedECG xmlns="urn:hl7-org:v3">${inner}</AnnotatedECG>`;
const time = '<component><sequence><code code="TIME_RELATIVE"/><value><head value="0" unit="s"/><increment value="2" unit="ms"/></value></sequence></component>';
const lead = (digits: string, scale = '<scale value="0.005" unit="mV"/>'): string => `<component><sequence><code code="MDC_ECG_LEAD_AVR"/><value><origin value="-1" unit="uV"/>${scale}<digits>${digits}</digits></value></sequence></component>`;
const series = (parts: string): string => `<component><series><component><sequenceSet>${parts}</sequenceSet></component></series></component>`;
const sierra = (waves: string, { version = '1.04', more = '' } = {}): string =>
  `<restingecgdata><documentinfo><documentversion>${version}</documentversion></documentinfo><dataacquisition date="2026-01-02" time="03:04:05"><signalcharacteristics><samplingrate>250</samplingrate><signalresolution>2</signalresolution></signalcharacteristics></dataacquisition>${more}<waveforms>${waves}</waveforms></restingecgdata>`;

describe('files that are not what they seem', () => {
  it('entities that a document declares are refused before anything is expanded', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
    expect(fault(aecg(series(time + lead('&c;')), bomb))[0]).toBe('entity');
    expect(fault(aecg(series(time + lead('1')), '<!DOCTYPE a SYSTEM "file:///etc/passwd">'))[0]).toBe('entity');
    expect(fault(aecg(series(time + lead('1 &unknown; 2'))))[0]).toBe('entity');
    expect(fault(Buffer.from(`\uFEFF${aecg(series(time + lead('1')), bomb)}`, 'utf16le'))[0]).toBe('entity');
  });

  it('each says what is wrong and where', () => {
    expect(fault('')).toEqual(['not-ecg', 'byte 0']);
    expect(fault('PK\u0003\u0004 a workbook')[0]).toBe('not-ecg');
    expect(fault('<ClinicalDocument/>')).toEqual(['unsupported', '/ClinicalDocument']);
    expect(fault(aecg(series(lead('1 2'))))).toEqual(['missing', '/AnnotatedECG/component/series/component/sequenceSet']);
    expect(fault(aecg(series(time + lead('1 two 3'))))).toEqual(['malformed', '/AnnotatedECG/component/series/component/sequenceSet/component[2]/sequence/value/digits value 2']);
    expect(fault(aecg(series(time + lead('1', '<scale value="1" unit="kg"/>'))))[0]).toBe('unsupported');
    expect(fault(aecg('<component>'))[0]).toBe('malformed');
    expect(fault('<a>'.repeat(5000) + '</a>'.repeat(5000))[0]).toBe('too-large');
    expect(fault(sierra('<parsedwaveforms/>', { version: '1.01' }))[0]).toBe('unsupported');
    expect(fault(sierra('<parsedwaveforms compressflag="True" compressmethod="ZIP">AAAA</parsedwaveforms>'))[0]).toBe('unsupported');
    expect(fault(sierra('<parsedwaveforms compressflag="True" compressmethod="XLI">/////w==</parsedwaveforms>'))[0]).toBe('no-waveform');
    expect(fault(sierra('<parsedwaveforms>not base 64!</parsedwaveforms>'))[0]).toBe('malformed');
    expect(fault('%PDF-1.7 cut off')[0]).toBe('truncated');
    expect(fault(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM\u0002\u0000')]))[0]).toMatch(/truncated|malformed|no-waveform/);
  });

  it('millivolts, offsets and relative time of an aECG are read; a PDF is kept without waveforms', () => {
    const strip = readEcg(Buffer.from(aecg(series(time + lead('0 200 -200'))))).strips[0]!;
    expect(strip).toMatchObject({ sampleRate: 500, startMs: 0, leads: [{ name: 'aVR', microvoltsPerUnit: 5, offsetMicrovolts: -1 }] });
    expect(readEcg(Buffer.from('%PDF-1.4\n1 0 obj\n%%EOF'))).toMatchObject({ format: 'pdf', strips: [] });
  });

  it('Philips 1.04 in UTF-16, unpacked, with its own labels', () => {
    const samples = Int16Array.from({ length: 8 * 250 }, (_, index) => (index % 250) - 125);
    const text = sierra(`<parsedwaveforms dataencoding="Base64" numberofleads="8" leadlabels="I II V1 V2 V3 V4 V5 V6" durationperchannel="1000">${Buffer.from(samples.buffer).toString('base64')}</parsedwaveforms>`, {
      more: '<patient><generalpatientdata><patientid>P-1</patientid><name><lastname>王</lastname><firstname>小明</firstname></name><age><dateofbirth>1980-05-06</dateofbirth></age><sex>Female</sex></generalpatientdata></patient>',
    });
    const file = readEcg(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${text}`, 'utf16le')]));
    expect(file).toMatchObject({ version: '1.04', recordedAt: '2026-01-02T03:04:05', patient: { id: 'P-1', name: '王小明', sex: 'female', birthDate: '1980-05-06' } });
    expect(file.strips[0]!.leads.map(({ name, samples: each }) => [name, each.length, each[0], each[249]])).toEqual(['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => [name, 250, -125, 124]));
  });
});
