/** A port beside the one port, on which devices and other systems speak their own protocol. */
export interface ListenerState {
  readonly name: 'mllp' | 'dicom';
  /** Off: the settings want none. Failed: wanted, and the machine did not give it. */
  readonly state: 'listening' | 'off' | 'failed';
  /** The port taken or wanted. */
  readonly port: number | null;
  /** The variable that sets the port. */
  readonly setting: string;
  /** Of the system, such as EADDRINUSE. */
  readonly code: string | null;
}

const PROTOCOLS = { mllp: 'MLLP (HL7 v2)', dicom: 'DICOM' } as const;

/** The line for whoever started the server; nothing where nothing was wanted. */
export function describeListener({ name, state, port, setting, code }: ListenerState): string | undefined {
  if (state === 'off') return undefined;
  if (state === 'listening') return `${name} localhost:${port}`;
  const protocol = PROTOCOLS[name];
  if (code === 'EADDRINUSE') {
    return `${protocol} 未启用：端口 ${port} 已被其他程序占用。停止该程序，或改用其他端口：${setting}=${(port ?? 0) + 1} npm start`
      + ` · ${protocol} is off: port ${port} is in use by another program. Stop that program or choose another port: ${setting}=${(port ?? 0) + 1} npm start`;
  }
  return `${protocol} 未启用：无法监听端口 ${port}（${code ?? 'error'}）。请检查 ${setting} · ${protocol} is off: port ${port} cannot be listened on (${code ?? 'error'}). See ${setting}`;
}

/** A listener that a service wants, and who is told what became of it. */
export interface WantedListener extends Pick<ListenerState, 'name' | 'setting' | 'port'> {
  readonly listens: (state: ListenerState) => void;
}

/** Opens the port, where one is wanted. One that is taken costs the devices, not the house: then there is no listener, and that is told. */
export async function openListener<Listener extends { readonly port: number }>({ listens, ...wanted }: WantedListener, open: (port: number) => Promise<Listener>): Promise<Listener | undefined> {
  const tell = (state: ListenerState['state'], port: number | null, code: string | null = null): void => listens({ ...wanted, state, port, code });
  if (wanted.port === null) return void tell('off', null);
  try {
    const listener = await open(wanted.port);
    tell('listening', listener.port);
    return listener;
  } catch (error) {
    return void tell('failed', wanted.port, systemCodeOf(error));
  }
}

/** The system's code of an error, and nothing more of it. */
const systemCodeOf = (error: unknown): string | null => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
};
