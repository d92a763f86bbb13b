import type { ExportPhase } from '../../runtime/backup/export.ts';
import type { ImportPhase } from '../../runtime/backup/import.ts';
import { type Progress, progressText } from '../import/progress.ts';

type Phase = ExportPhase | ImportPhase;

/** What is going on, as one line for people, or as a JSON document a line for programs. */
export function teller(json: boolean): { begin(phase: Phase): void; text(): string } {
  let phase: Phase | null = null;
  let begun = performance.now();
  return {
    begin: next => {
      phase = next;
      begun = performance.now();
    },
    text: () => {
      const elapsed = performance.now() - begun;
      if (phase === null) return json ? JSON.stringify({ phase: 'connecting' }) : 'connecting';
      if (phase.name === 'draining') {
        const reasons = phase.reasons();
        const told = reasons.length === 0 ? 'draining' : `draining: ${reasons.slice(0, 2).join('; ')}`;
        return json ? JSON.stringify({ phase: phase.name, waitingFor: reasons }) : told;
      }
      const records = phase.records();
      const { name, total } = phase;
      const passed = 'passed' in phase ? phase.passed() : records;
      const share = total === 0 ? 1 : Math.min(1, Math.round((passed / total) * 1_000) / 1_000);
      if (json) return JSON.stringify({ phase: name, records, share, seconds: Math.round(elapsed / 1_000) });
      const progress: Progress = { lines: records, bytes: passed, size: total, elapsed, what: 'records' };
      return `${name}: ${progressText(progress)}`;
    },
  };
}
