const ecgFaults = ['not-ecg', 'truncated', 'malformed', 'too-large', 'unsupported', 'missing', 'entity', 'no-waveform', 'checksum'] as const;
export type EcgFault = (typeof ecgFaults)[number];

/** Why a file is not read. `place` says where: an element's path, a section, a byte; it never holds a value of the file. */
export class EcgFailure extends Error {
  readonly fault: EcgFault;
  readonly place: string;

  constructor(fault: EcgFault, place: string, message: string) {
    super(message);
    this.name = 'EcgFailure';
    this.fault = fault;
    this.place = place;
  }
}

export const malformed = (place: string, message: string): EcgFailure => new EcgFailure('malformed', place, message);
