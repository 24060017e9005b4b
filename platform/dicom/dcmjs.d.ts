declare module 'dcmjs' {
  const dcmjs: {
    readonly data: { readonly DicomMetaDictionary: { readonly nameMap: Readonly<Record<string, { readonly tag: string; readonly vr: string; readonly name: string }>> } };
    readonly log: { readonly levels: { readonly SILENT: number }; setLevel(level: number): void };
  };
  export default dcmjs;
}
