/** Why bytes are not the DICOM that they claim to be, or hold what nobody here can decode. */
export type DicomFailureReason = 'not-dicom' | 'truncated' | 'malformed' | 'too-large' | 'unsupported' | 'missing-attribute' | 'no-pixels';

/** The caller's bytes are wrong; `message` says what and where, and never holds a value of the data set. */
export class DicomFailure extends Error {
  readonly reason: DicomFailureReason;

  constructor(reason: DicomFailureReason, message: string) {
    super(message);
    this.name = 'DicomFailure';
    this.reason = reason;
  }
}
