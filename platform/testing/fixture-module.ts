import { z } from 'zod';
import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
import type { Database } from '#platform/database/transaction.ts';
import { reaction } from '#platform/events/reaction.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { bindCommand, bindQuery } from '#platform/http/operation.ts';
import { job } from '#platform/jobs/job.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';

/** The smallest room there can be: notes are written, counted and listed. Tests of the platform run on it. */

export const writeNote = command({
  name: 'writeNote',
  path: '/notes/{organisationId}',
  permission: 'note.write',
  event: 'note.written',
  summary: { zh: '写便条', en: 'Write a note' },
  input: z.object({ organisationId: z.string(), words: z.string().min(1, '请填写内容 | Write something').max(50), personId: z.string().optional() }),
  output: z.object({ id: z.string(), words: z.string() }),
});

export const listNotes = query({
  name: 'listNotes',
  path: '/notes',
  permission: 'note.read',
  summary: { zh: '列出便条', en: 'List notes' },
  input: z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
  output: z.object({ notes: z.array(z.object({ id: z.string(), words: z.string(), personId: z.string().optional() })) }),
});

export const fixtureContract = {
  module: 'note',
  title: { zh: '便条', en: 'Notes' },
  operations: { writeNote, listNotes },
  permissions: {
    'note.write': { zh: '写便条', en: 'Write notes', roles: ['specialist'] },
    'note.read': { zh: '看便条', en: 'Read notes', roles: ['specialist', 'township-doctor'] },
  },
  problems: { 'note.forbidden-word': { kind: 'business-rule', zh: '内容不合规', en: 'Not this word' } },
  events: { 'note.written': { zh: '便条已写', en: 'A note was written' } },
} as const satisfies ModuleContract;

const problem = problemsOf(fixtureContract.problems);

/** What a test can make go wrong. */
export interface FixtureFaults {
  /** The reaction and the job throw while this is set. */
  failure?: Error | undefined;
  /** Runs inside the reaction, before its commit. */
  duringReaction?: (() => Promise<void>) | undefined;
}

export function fixtureModule(faults: FixtureFaults = {}): ServerModule {
  return {
    contract: fixtureContract,
    operations: [
      bindCommand(writeNote, async ({ tx, gate, about, emit, newId, now }, { organisationId, words, personId }) => {
        gate.requireOrganisation(organisationId);
        if (words === 'forbidden') throw problem('note.forbidden-word');
        const id = newId();
        await tx.execute('insert into note.note (note_id, owner_organisation_id, words) values ($1, $2, $3)', [id, organisationId, words]);
        if (words === 'welcome' && personId !== undefined) await grantRecordBasis(tx, { personId, organisationId, basis: 'treatment', source: `note/${id}`, validFrom: now, validUntil: null });
        if (words === 'goodbye') await endRecordBasis(tx, { source: 'note/hello', at: now });
        about({ organisationId, resource: `note/${id}`, personId: personId ?? null });
        emit('note.written', { noteId: id }, [organisationId]);
        return { id, words };
      }),
      bindQuery(listNotes, async ({ sql, gate }, { limit }) => {
        const scope = gate.scope({ organisation: ['owner_organisation_id'] })(1);
        const notes = await sql.query<{ id: string; words: string }>(
          `select note_id as id, words from note.note where ${scope.text} order by note_id limit ${limit}`,
          scope.values,
        );
        // A note of the form `of anna` is about a person.
        return { notes: notes.map((each) => ({ ...each, ...(each.words.startsWith('of ') ? { personId: each.words.slice(3) } : {}) })) };
      }),
    ],
    reactions: [
      reaction({
        name: 'note.count',
        on: 'note.written',
        run: async ({ tx }, { payload }) => {
          await tx.execute('insert into note.counted (note_id) values ($1)', [payload['noteId']]);
          await faults.duringReaction?.();
          if (faults.failure) throw faults.failure;
        },
      }),
    ],
    jobs: [
      job({
        kind: 'note.tick',
        everySeconds: 60,
        run: async ({ tx, newId }) => {
          await tx.execute('insert into note.counted (note_id) values ($1)', [newId()]);
          if (faults.failure) throw faults.failure;
        },
      }),
    ],
  };
}

/** The fixture's tables; `counted` has no key, so that a second effect is seen and not refused. */
export async function createFixtureTables(owner: Database): Promise<void> {
  await owner.execute(`
    create schema note;
    create table note.note (note_id text primary key, owner_organisation_id text not null, words text not null);
    create table note.counted (note_id text not null);
    grant usage on schema note to yigong_app;
    grant select, insert on all tables in schema note to yigong_app;
    grant usage on schema note to yigong_reader;
    grant select on all tables in schema note to yigong_reader`);
}

export const countNotes = async (database: Database, table: 'note' | 'counted'): Promise<number> =>
  (await database.query<{ count: number }>(`select count(*) as count from note.${table}`))[0]!.count;
