import type { MessageState } from '../../store/messages.ts';

/** What became of a message. */
export interface Outcome {
  readonly messageId: string;
  readonly state: MessageState;
  readonly answer: string | null;
  readonly code: string | null;
  readonly place: string | null;
  readonly resources: number;
  readonly warnings: number;
  readonly messageType: string | null;
  readonly isSuccess: boolean;
}
