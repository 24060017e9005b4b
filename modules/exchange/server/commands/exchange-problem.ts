import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';

export const problem = problemsOf(contract.problems);
