import { createServer } from 'node:http';
import pg from 'pg';
import type { Statement } from './statements.ts';

/**
 * The plainest program that answers over HTTP: no router, no sign-in, no walls, no trail; `/3` runs the fourth statement it was told through
 * the same driver, and sends what was found as one list. What it reaches beside the bare driver is what HTTP and Node.js leave for us to reach.
 */
interface Told {
  readonly connectionString: string;
  readonly connections: number;
  readonly statements: readonly Statement[];
}

interface Row {
  readonly content: string;
}

process.once('message', ({ connectionString, connections, statements }: Told) => {
  const pool = new pg.Pool({ connectionString, max: connections });
  const names = new Map<string, string>();
  const nameOf = (text: string): string => names.get(text) ?? (names.set(text, `plain_${names.size}`), names.get(text)!);
  const server = createServer((request, response) => {
    const { text, values } = statements[Number(request.url!.slice(1))]!;
    pool.query<Row>({ name: nameOf(text), text, values: values as unknown[] }, (error, result) => {
      const body = error ? Buffer.alloc(0) : Buffer.from(`[${result.rows.map(({ content }) => content).join(',')}]`, 'utf8');
      response.writeHead(error ? 500 : 200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as { port: number }).port));
});
process.once('disconnect', () => process.exit(0));
