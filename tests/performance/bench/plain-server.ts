import Fastify from 'fastify';

/** The plainest route there is: a text from memory, over the same web framework, in a process of its own. */
export async function runPlainServer(): Promise<void> {
  const texts = new Map<string, string>();
  const server = Fastify({ bodyLimit: 16 * 1024 * 1024 });
  server.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.put('/:name', (request, reply) => {
    texts.set((request.params as { name: string }).name, String(request.body));
    return reply.code(204).send();
  });
  server.get('/:name', (request, reply) => reply.type('application/fhir+json').send(texts.get((request.params as { name: string }).name) ?? ''));
  server.post('/', (_request, reply) => reply.code(201).send());
  process.stdout.write(`ready ${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
}
