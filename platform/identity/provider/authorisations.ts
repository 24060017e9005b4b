import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Provider as OidcProvider } from 'oidc-provider';
import { recordAudit } from '#platform/audit/audit.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { decideAuthorisation, getAuthorisation } from '../contract/authorisations.ts';
import { APP_SCOPES, isPatientScope, isReadingScope, scopeCovers, splitScopes } from '../scopes.ts';
import { requireSession, serve, type IdentityRoutes } from '../serve.ts';
import type { SignedIn } from '../subjects.ts';
import { findApp } from './app-clients.ts';
import { keepAppGrant } from './app-tokens.ts';
import { takeLaunch } from './launches.ts';
import { asksInThisBrowser } from './request-cookie.ts';
import { isHinted, needsProof, provedSeconds } from './silent.ts';

/** What we use of the provider's model. */
interface Interaction {
  readonly params: Readonly<Record<string, unknown>>;
  readonly iat: number;
  readonly exp: number;
  readonly returnTo: string;
  result?: unknown;
  save(seconds: number): Promise<string>;
}

interface AskedFor {
  readonly interaction: Interaction;
  readonly clientId: string;
  readonly app: string;
  readonly granted: readonly string[];
  readonly refused: readonly string[];
}

/** The consent screen's two operations. The request belongs to the browser in which it began, and to nobody else's. */
export function registerAuthorisationRoutes(server: FastifyInstance, settings: IdentityRoutes, providerOf: () => Promise<OidcProvider>): void {
  const { database, reader } = settings;

  const findAsked = async (request: FastifyRequest, uid: string, signedIn: SignedIn): Promise<AskedFor> => {
    const interaction = asksInThisBrowser(request, uid) ? ((await (await providerOf()).Interaction.find(uid)) as unknown as Interaction | undefined) : undefined;
    const clientId = String(interaction?.params['client_id'] ?? '');
    const app = interaction && (await findApp(database, clientId));
    if (!interaction || !app) throw platformProblem('platform.not-found');
    const asked = splitScopes(String(interaction.params['scope'] ?? ''));
    const isLaunched = asked.includes('launch') && app.scopes.includes('launch') && typeof interaction.params['launch'] === 'string';
    const granted = asked.filter((scope) => mayHave(scope, app.scopes, { signedIn, isLaunched }));
    return { interaction, clientId, app: app.name, granted, refused: asked.filter((scope) => !granted.includes(scope)) };
  };

  /** The person on whom the app was opened here (EHR launch); undefined where it was opened by itself. */
  const launchedPerson = async ({ params }: Interaction, { granted, accountId, clientId }: { granted: readonly string[]; accountId: string; clientId: string }): Promise<string | 'over' | undefined> => {
    const launch = params['launch'];
    if (!granted.includes('launch') || typeof launch !== 'string') return undefined;
    return (await takeLaunch(database, { launch, accountId, clientId })) ?? 'over';
  };

  serve(server, { operation: getAuthorisation, settings }, async (request, { uid }) => {
    const { interaction, app, granted, refused } = await findAsked(request, uid, await requireSession(reader, request));
    return { app, host: new URL(String(interaction.params['redirect_uri'])).host, scopes: [...granted], refused: [...refused] };
  });

  serve(server, { operation: decideAuthorisation, settings }, async (request, { uid, allow }) => {
    const signedIn = await requireSession(reader, request);
    const { interaction, clientId, granted, refused } = await findAsked(request, uid, signedIn);
    const { subject, session } = signedIn;
    if (allow && needsProof(interaction.params, session, { at: new Date(interaction.iat * 1000), now: new Date() })) {
      reader.forget(request);
      const again = await requireSession(reader, request);
      if (needsProof(interaction.params, again.session, { at: new Date(interaction.iat * 1000), now: new Date() })) throw platformProblem('platform.step-up-required');
    }
    const launched = await launchedPerson(interaction, { granted, accountId: session.accountId, clientId });
    if (!isHinted(interaction.params, session)) {
      interaction.result = { error: 'login_required', error_description: 'somebody else is signed in' };
    } else if (launched === 'over') {
      interaction.result = { error: 'invalid_request', error_description: 'launch is over, or not of this person and app' };
    } else if (allow) {
      const provider = await providerOf();
      const grant = new provider.Grant({ accountId: session.accountId, clientId });
      grant.addOIDCScope(granted.join(' '));
      if (refused.length > 0) grant.rejectOIDCScope(refused.join(' '));
      const grantId = await grant.save();
      const wantsPatient = granted.some((scope) => scope === 'launch/patient' || isPatientScope(scope));
      await keepAppGrant(database, {
        grantId, accountId: session.accountId, clientId, sessionId: session.sessionId, actingOrganisationId: subject.organisationId,
        personId: launched ?? (wantsPatient ? session.personId : null), scopes: granted,
      });
      interaction.result = { login: { accountId: session.accountId, ts: provedSeconds(session) }, consent: { grantId } };
    } else {
      interaction.result = { error: 'access_denied', error_description: 'The person refused' };
    }
    await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
    await recordAudit(database, subject, { action: 'identity.authorise-app', outcome: allow && launched !== 'over' ? 'success' : 'refused', resource: `client/${clientId}`, detail: { scopes: granted } });
    return { to: interaction.returnTo };
  });
}

/**
 * What the app is registered for, and what this person can give: residents no `user/` scopes, staff `patient/` scopes only for reading, where the app is
 * opened on a record.
 */
function mayHave(scope: string, registered: readonly string[], { signedIn: { session }, isLaunched }: { signedIn: SignedIn; isLaunched: boolean }): boolean {
  const isResident = session?.personId != null;
  if (APP_SCOPES.some((each) => each === scope)) return registered.includes(scope) && (scope !== 'launch/patient' || isResident);
  const isGivable = isPatientScope(scope) ? isResident || (isLaunched && isReadingScope(scope)) : !isResident;
  return isGivable && registered.some((each) => scopeCovers(each, scope));
}
