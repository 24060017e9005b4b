type Run = (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** A value of each side's hospital that waits for somebody to approve it. */
export async function indicatorsOf({ run, hospital }: { readonly run: Run; readonly hospital: string }): Promise<{ indicatorEntry: string }> {
  const entry = await run('enterIndicatorValue', { indicatorId: 'Y15', organisationId: hospital, month: '2026-01', numerator: '1', denominator: '2', sourceNote: '财务年报' });
  return { indicatorEntry: String(entry['id']) };
}
