/**
 * Keeps one idempotency key for one intended act: a retry of the same input after a failure has the same key, a
 * changed input or an act after a success gets a new one.
 */
export class IntendedAct {
  private current: { readonly key: string; readonly input: string } | undefined;
  private readonly newKey: () => string;

  constructor(newKey: () => string) {
    this.newKey = newKey;
  }

  keyFor(input: unknown): string {
    const text = JSON.stringify(input) ?? '';
    if (this.current?.input !== text) this.current = { key: this.newKey(), input: text };
    return this.current.key;
  }

  done(): void {
    this.current = undefined;
  }
}
