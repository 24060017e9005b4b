import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { StepUp } from '#platform/kernel/contract.ts';
import type { Subject } from './subject.ts';

/**
 * Throws unless the person has proved within the last minutes who they are: `platform.step-up-required`, or
 * `platform.second-factor-missing` where there is nothing to prove it by. Machines and the platform itself have no
 * screen that somebody else could sit down at; what they may do is said by their scopes.
 */
export function requireStepUp({ kind, proof }: Subject, wanted: StepUp | undefined): void {
  if (wanted === undefined || kind === 'client' || kind === 'system') return;
  if (proof?.level === 'second-factor') return;
  const hasSecondFactor = proof?.hasSecondFactor ?? false;
  if (wanted === 'or-password' && !hasSecondFactor && proof?.level === 'password') return;
  throw platformProblem(wanted === true && !hasSecondFactor ? 'platform.second-factor-missing' : 'platform.step-up-required');
}
