type Run = (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** An ECG of each side's resident, as a printer of the device wrote it. */
export async function ecgOf({ run, mark, personId }: { readonly run: Run; readonly mark: string; readonly personId: string }): Promise<{ ecgRecord: string }> {
  const base64 = Buffer.from(`%PDF-1.4\n% ${mark}\n%%EOF`).toString('base64');
  const record = await run('recordEcg', { fileName: `${mark}.pdf`, base64, isPacked: false, personId });
  return { ecgRecord: String(record['id']) };
}
