import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { platformProblem } from '#platform/errors/platform-problems.ts';

/** A shell of pages: below `prefix` every address that is no file answers `page`, and its router shows the rest. */
interface Shell {
  readonly prefix: string;
  readonly page: string;
}

/** Longest prefix first. */
const SHELLS: readonly Shell[] = [
  { prefix: '/portal', page: 'portal/index.html' },
  { prefix: '/', page: 'workbench/index.html' },
];
/** Addresses of programs: an unknown one is an error, never a page. */
const PROGRAM_PATHS = /^\/(api|fhir|oauth2|\.well-known|healthz|readyz|metrics)(\/|$|\?)/;
const ASSET_PATHS = /\.[a-z0-9]{2,5}$/i;
const YEAR = 'public, max-age=31536000, immutable';

/** Serves the built web shells and answers every address that nothing else serves. */
export async function registerWebFiles(server: FastifyInstance, folder: string): Promise<void> {
  if (existsSync(folder)) {
    await server.register(fastifyStatic, {
      root: folder,
      wildcard: true,
      index: false,
      dotfiles: 'ignore',
      cacheControl: false,
      // tools/build.mjs lays a .br and a .gz beside each file.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // The build puts a hash into the name of every asset; pages must be asked for each time.
        void reply.header('cache-control', /[/\\]assets[/\\]/.test(path) ? YEAR : 'no-cache');
      },
    });
  }
  // Folders themselves, which the file server would refuse.
  for (const path of ['/', '/portal/']) server.get(path, (request, reply) => answerUnknown({ request, reply, folder }));
  server.setNotFoundHandler((request, reply) => answerUnknown({ request, reply, folder }));
}

interface Unknown {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly folder: string;
}

function answerUnknown({ request, reply, folder }: Unknown): FastifyReply {
  const path = request.url.split('?')[0] ?? '/';
  const isPage = request.method === 'GET' && !PROGRAM_PATHS.test(path) && !ASSET_PATHS.test(path);
  if (!isPage) throw platformProblem('platform.not-found');
  const shell = SHELLS.find(({ prefix }) => path === prefix || path.startsWith(prefix === '/' ? '/' : `${prefix}/`));
  if (!shell || !existsSync(join(folder, shell.page))) return reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT);
  return reply.header('cache-control', 'no-cache').sendFile(shell.page);
}

const NOT_BUILT = '网页尚未构建，请运行 npm start。 · The web pages are not built; run npm start.\n';
