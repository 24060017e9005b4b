import { expect, test } from 'vitest';
import type { Subject } from '#platform/access/subject.ts';
import { Problem } from '#platform/kernel/problem.ts';
import type { Command, InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { TestHouse } from './test-house.ts';

export interface CommandProof<C extends Command<string, unknown, unknown>> {
  readonly house: () => TestHouse;
  /** Makes a fresh thing in a state in which the command is possible; returns the input and who may do it. */
  readonly possible: (house: TestHouse) => Promise<{ input: InputOf<C>; subject: Subject }>;
  /** Input in a state (or against a rule) in which the command must be refused, and the problem code expected. */
  readonly wrongState: (house: TestHouse) => Promise<{ input: InputOf<C>; subject: Subject; code: string }>;
  /** Checks rows and FHIR versions after the command; event and audit are checked by the harness. */
  readonly effect: (house: TestHouse, answer: ResultOf<C>, input: InputOf<C>) => Promise<void>;
}

const AT_ONCE = 8;
const IN_TURN = 3;

/** The four proofs of a command: permission, wrong state, effect with event and audit, and the same key again and again. */
export function proveCommand<C extends Command<string, unknown, unknown>>(operation: C, proof: CommandProof<C>): void {
  const { name } = operation;

  test(`${name} is refused without the permission`, async () => {
    const house = proof.house();
    const { input, subject } = await proof.possible(house);
    const stranger: Subject = { ...subject, permissions: new Set() };
    await expectProblem(house.as(stranger).run(operation, input), 'platform.forbidden');
  });

  test(`${name} is refused in a wrong state`, async () => {
    const house = proof.house();
    const { input, subject, code } = await proof.wrongState(house);
    await expectProblem(house.as(subject).run(operation, input), code);
  });

  test(`${name} writes its effect, its event and its audit row`, async () => {
    const house = proof.house();
    const { input, subject } = await proof.possible(house);
    const before = await traces(house, operation);
    const answer = await house.as(subject).run(operation, input);
    await proof.effect(house, answer, input);
    const after = await traces(house, operation);
    expect(after.events).toBe(before.events + 1);
    expect(after.audits).toBe(before.audits + 1);
  });

  test(`${name} with the same key twice has one effect: eight at once, three in turn`, async () => {
    const house = proof.house();
    const { input, subject } = await proof.possible(house);
    const before = await traces(house, operation);
    const key = `proof-${name}-${before.events}-${before.audits}`;
    const send = (): Promise<ResultOf<C>> => house.as(subject).run(operation, input, { key });
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, send));
    for (let turn = 0; turn < IN_TURN; turn += 1) answers.push(await send());
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const after = await traces(house, operation);
    expect(after.events).toBe(before.events + 1);
    expect(after.audits).toBe(before.audits + 1);
  });
}

async function expectProblem(attempt: Promise<unknown>, code: string): Promise<void> {
  const outcome = await attempt.then(
    () => 'it was allowed',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );
  expect(outcome).toBe(code);
}

/** How often the command's event and its successful audit row have been written. */
async function traces(house: TestHouse, operation: Command<string, unknown, unknown>): Promise<{ events: number; audits: number }> {
  const [events] = await house.owner.query<{ total: number }>('select count(*) as total from events.outbox where name = $1', [operation.event]);
  const [audits] = await house.owner.query<{ total: number }>(
    "select count(*) as total from audit.entry where action = $1 and outcome = 'success'",
    [operation.permission],
  );
  return { events: events?.total ?? 0, audits: audits?.total ?? 0 };
}
