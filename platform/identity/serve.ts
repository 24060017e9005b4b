import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireStepUp } from '#platform/access/step-up.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CostLimit } from '#platform/http/cost-limit.ts';
import { parseInput } from '#platform/http/dispatcher.ts';
import { flatInput } from '#platform/http/routes.ts';
import type { AnyOperation, InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { Text } from '#platform/kernel/problem.ts';
import type { OutsideSettings } from './outside/outside-provider.ts';
import type { LiveSession, Place } from './sessions.ts';
import type { SignInSettings } from './sign-in.ts';
import { requireOwnPage, type SignedIn, type SubjectReader } from './subjects.ts';

export interface IdentityRoutes extends SignInSettings {
  readonly ids: Ids;
  readonly reader: SubjectReader;
  /** Names of organisations by id; the platform knows only the ids. */
  readonly organisationNames: (organisationIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly roleTitle: (role: string) => Text;
  readonly limit: CostLimit;
  /** `https://yigong.example`, when it is known; else the address that the request names. */
  readonly publicUrl?: string | undefined;
  /** The outside identity provider, where one is set up. */
  readonly outside?: OutsideSettings | undefined;
}

type Handler<O> = (request: FastifyRequest, input: InputOf<O>, reply: FastifyReply) => Promise<ResultOf<O>>;

/** What a road costs an address; a password hash is ten. */
export const COST = { hash: 10, newPassword: 60, code: 2, passkey: 5, assertion: 5, secret: 1 } as const;

/** Serves an operation that sets cookies or writes often, and so does not pass the dispatcher. */
export function serve<O extends AnyOperation>(
  server: FastifyInstance,
  { operation, settings, cost = 0 }: { operation: O; settings: Pick<IdentityRoutes, 'limit' | 'reader'>; cost?: number },
  handler: Handler<O>,
): void {
  server.route({
    method: operation.method,
    url: `/api${operation.path.replace(/\{(\w+)\}/g, ':$1')}`,
    handler: async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      if (operation.kind === 'command') requireOwnPage(request);
      if (cost > 0) settings.limit.spend(request.ip, cost);
      const input = parseInput(operation, flatInput(request)) as InputOf<O>;
      if (operation.kind === 'command' && operation.stepUp !== undefined) {
        settings.reader.forget(request);
        const { subject, session } = await settings.reader.signedInOf(request);
        if (!session) throw platformProblem('platform.unauthenticated');
        requireStepUp(subject, operation.stepUp);
      }
      return handler(request, input, reply);
    },
  });
}

/** The session that asks; a machine's token is none. */
export async function requireSession(reader: SubjectReader, request: FastifyRequest): Promise<SignedIn & { session: LiveSession }> {
  const signedIn = await reader.signedInOf(request);
  if (!signedIn.session) throw platformProblem('platform.unauthenticated');
  return { ...signedIn, session: signedIn.session };
}

/** An IPv4 address that came in by an IPv6 socket is told as what it is. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

export const placeOf = (request: FastifyRequest): Place => ({ address: plainAddress(request.ip), userAgent: request.headers['user-agent'] ?? '' });

/** Our pages as the browser sees them. */
export const originOf = ({ publicUrl }: Pick<IdentityRoutes, 'publicUrl'>, request: FastifyRequest): string => publicUrl ?? `${request.protocol}://${request.host}`;
