export { takeAnalyserResults, type AnalyserGroup } from './commands/take-analyser-results.ts';
