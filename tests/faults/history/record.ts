/** One request of the workload: when it was sent, when it was acknowledged, and what it said. Without `answered` nobody knows whether it took effect. */
export interface RegisterOperation {
  readonly kind: 'read' | 'write';
  readonly key: string;
  readonly sent: number;
  readonly answered?: number;
  readonly version?: number;
  readonly value: string;
}

export interface AppendOperation {
  readonly key: string;
  readonly sent: number;
  readonly answered?: number;
  readonly element: number;
}

export interface ListRead {
  readonly key: string;
  readonly sent: number;
  readonly answered: number;
  readonly elements: readonly number[];
}

export interface BalanceRead {
  readonly total: number;
}

export interface Transfer {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly isAcknowledged: boolean;
}

export interface Recorded {
  readonly register: RegisterOperation[];
  readonly appends: AppendOperation[];
  readonly lists: ListRead[];
  readonly balances: BalanceRead[];
  readonly transfers: Transfer[];
  /** Requests that were answered with a refusal by version; they took no effect. */
  refused: number;
}

export const emptyRecord = (): Recorded => ({ register: [], appends: [], lists: [], balances: [], transfers: [], refused: 0 });
