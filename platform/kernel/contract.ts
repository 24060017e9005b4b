import type { ProblemDeclaration, Text } from './problem.ts';

/** What a contract needs from the schema library, stated structurally so that the kernel imports nothing. */
export interface Schema<Output, Given = unknown> {
  safeParse(input: unknown):
    | { success: true; data: Output }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
  /** Standard Schema v1: carries what a caller gives, before defaults and coercion. */
  readonly '~standard'?: { readonly types?: { readonly input: Given } | undefined };
}

export type OutputOf<S> = S extends Schema<infer Output, unknown> ? Output : never;

export type HttpMethod = 'GET' | 'POST';

interface OperationBase<Name extends string, Input, Output, Given> {
  /** camelCase, the stem of file, permission, event, form and CLI command. */
  readonly name: Name;
  /** Below `/api`, with `{placeholders}` that are filled from the input's fields of the same name. */
  readonly path: string;
  /** Checked by the gate before the handler runs; `public` needs no sign-in, `signed-in` any account. */
  readonly permission: string;
  /** One flat object: path placeholders, query string and JSON body are merged before parsing. */
  readonly input: Schema<Input, Given>;
  readonly output: Schema<Output>;
  readonly summary: Text;
}

/** A state change: `POST`, one transaction, idempotent by key, announces exactly `event`. */
export interface Command<Name extends string = string, Input = unknown, Output = unknown, Given = unknown>
  extends OperationBase<Name, Input, Output, Given> {
  readonly kind: 'command';
  readonly method: 'POST';
  readonly event: string;
  /**
   * A sensitive act: a person proves again, within the last minutes, who they are. `true`: by a second factor, which an
   * account without one sets up first; `'or-password'`: by the password where the account has no second factor.
   */
  readonly stepUp?: StepUp;
}

export type StepUp = true | 'or-password';

/** A read: never writes. */
export interface Query<Name extends string = string, Input = unknown, Output = unknown, Given = unknown>
  extends OperationBase<Name, Input, Output, Given> {
  readonly kind: 'query';
  readonly method: HttpMethod;
  /** Answers with a whole file: may take as long as one (`platform/database/limits/time-limits.ts`). */
  readonly isExport?: true;
}

export type Operation<Input = unknown, Output = unknown, Given = unknown> =
  | Command<string, Input, Output, Given>
  | Query<string, Input, Output, Given>;

/** What a handler receives: parsed, defaults filled. */
export type InputOf<O> = O extends { readonly input: Schema<infer Input, unknown> } ? Input : never;
/** What a caller gives: fields with a default may be left out. */
export type GivenOf<O> = O extends { readonly input: Schema<unknown, infer Given> } ? Given : never;
export type ResultOf<O> = O extends { readonly output: Schema<infer Output> } ? Output : never;

export function command<const Name extends string, Input, Output, Given = unknown>(
  definition: Omit<Command<Name, Input, Output, Given>, 'kind' | 'method'>,
): Command<Name, Input, Output, Given> {
  return { kind: 'command', method: 'POST', ...definition };
}

export function query<const Name extends string, Input, Output, Given = unknown>(
  definition: Omit<Query<Name, Input, Output, Given>, 'kind' | 'method'> & { method?: HttpMethod },
): Query<Name, Input, Output, Given> {
  return { kind: 'query', method: 'GET', ...definition };
}

/** What each permission allows and which roles hold it at first set-up (later data in `access.role_permission`). */
export interface PermissionDeclaration extends Text {
  readonly roles: readonly string[];
}

/** What a module's `contract.ts` exports as `contract`. */
export interface ModuleContract {
  readonly module: string;
  readonly title: Text;
  readonly operations: Readonly<Record<string, AnyOperation>>;
  readonly permissions: Readonly<Record<string, PermissionDeclaration>>;
  readonly problems: Readonly<Record<string, ProblemDeclaration>>;
  /** Event name → what it means; payload shapes are the `event…` schemas of the contract. */
  readonly events: Readonly<Record<string, Text>>;
  /** Acts that stand in the audit trail under a name that is neither a permission nor an event. */
  readonly trail?: Readonly<Record<string, Text>>;
}

/** A page of a list: `total` is counted by the database over the whole answer, never over the page. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
}

/** An operation whose input and output types are not known here (lists, registries, generators). */
export type AnyOperation = Operation<unknown, unknown>;
