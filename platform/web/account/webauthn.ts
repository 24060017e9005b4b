import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

/** Passkeys need a secure context and a host name: not `http://10.x`. */
export const passkeysWork = (): boolean =>
  typeof PublicKeyCredential === 'function' && !/^(\d+\.){3}\d+$|^\[/.test(window.location.hostname);

/** Undefined when the person cancelled or the browser refused. */
export async function createPasskey(options: unknown): Promise<Record<string, unknown> | undefined> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }).then((made) => ({ ...made }), () => undefined);
}

export async function askPasskey(options: unknown): Promise<Record<string, unknown> | undefined> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }).then((made) => ({ ...made }), () => undefined);
}
