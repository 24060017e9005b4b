import ts from 'typescript';
import { isTest, type Finding, type SourceTree } from '../tree.ts';

/** How the title of each of the four proofs begins; the harness `platform/testing/command-proofs.ts` writes the same. */
const PROOFS = ['refused without the permission', 'refused in a wrong state', 'writes its effect', 'the same key twice'] as const;

interface DeclaredOperation {
  readonly name: string;
  readonly kind: 'command' | 'query';
  readonly path: string;
  readonly permission: string | undefined;
  readonly event: string | undefined;
}

/** The `command({...})` and `query({...})` calls of a contract, read from its text. */
export function declaredOperations(tree: SourceTree, contractPath: string): DeclaredOperation[] {
  const found: DeclaredOperation[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && /^(command|query)$/.test(node.expression.text)) {
      const [argument] = node.arguments;
      if (argument && ts.isObjectLiteralExpression(argument)) {
        const property = (name: string): string | undefined => {
          const match = argument.properties.find((each) => ts.isPropertyAssignment(each) && each.name.getText() === name);
          return match && ts.isPropertyAssignment(match) && ts.isStringLiteralLike(match.initializer) ? match.initializer.text : undefined;
        };
        found.push({ name: property('name') ?? '', kind: node.expression.text as 'command' | 'query', path: property('path') ?? '', permission: property('permission'), event: property('event') });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree.parse(contractPath));
  return found;
}

const kebab = (name: string): string => name.replace(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`);

const contractsOf = (tree: SourceTree): string[] => [...tree.files.keys()].filter((path) => /^modules\/[^/]+\/contract(\.ts|\/[^/]+\.ts)$/.test(path) && !isTest(path));

/** One stem: `acceptReferral` lives in commands/accept-referral.ts, a query in queries/. */
export function oneStem(tree: SourceTree): Finding[] {
  const paths = [...tree.files.keys()];
  const findings: Finding[] = [];
  for (const contract of contractsOf(tree)) {
    const room = contract.split('/')[1] ?? '';
    for (const operation of declaredOperations(tree, contract)) {
      const folder = operation.kind === 'command' ? 'commands' : 'queries';
      const home = `modules/${room}/server/${folder}/`;
      const file = `${kebab(operation.name)}.ts`;
      if (!paths.some((path) => path.startsWith(home) && path.endsWith(`/${file}`))) {
        findings.push({ rule: 'stem', place: contract, remedy: `declares ${operation.name}, but ${home}${file} does not exist. One stem: contract, file, permission, event, form and CLI share it.` });
      }
    }
  }
  return findings;
}

/** Every command is proved four ways in a test of its module. */
export function commandProofs(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  for (const contract of contractsOf(tree)) {
    const room = contract.split('/')[1] ?? '';
    const tests = [...tree.files.values()].filter(({ path }) => path.startsWith(`modules/${room}/server/`) && path.endsWith('.test.ts'));
    for (const operation of declaredOperations(tree, contract)) {
      if (operation.kind !== 'command') continue;
      const missing = PROOFS.filter((proof) => !tests.some(({ text }) => provedIn(text, operation.name, proof)));
      if (missing.length > 0) {
        findings.push({ rule: 'proofs', place: `modules/${room} ${operation.name}`, remedy: `lacks the proofs: ${missing.join('; ')}. Use proveCommand of platform/testing/command-proofs.ts.` });
      }
    }
  }
  return findings;
}

/** Either the harness is called for the operation, or a test's title names both the operation and the proof. */
function provedIn(text: string, operation: string, proof: string): boolean {
  if (new RegExp(`proveCommand\\(\\s*${operation}\\b`).test(text) || new RegExp(`operation:\\s*${operation}\\b`).test(text)) {
    return /proveCommand|command-proofs/.test(text);
  }
  return new RegExp(`['"\`]${operation}[^'"\`]*${proof}`).test(text);
}
