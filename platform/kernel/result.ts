/** The outcome of a pure decision: a value, or the reason why not. */
export type Result<Value, Failure> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

export const succeed = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });
export const fail = <Failure>(failure: Failure): Result<never, Failure> => ({ ok: false, failure });
