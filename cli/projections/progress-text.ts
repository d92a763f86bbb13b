import type { ShownOperation } from '../../runtime/projector/rebuild/shown.ts';
import { number } from '../import/progress.ts';

const WIDTH = 24;

const steps: Partial<Record<ShownOperation['state'], string>> = {
  waiting: 'waiting for a projector',
  loading: 'loading',
  indexing: 'making indexes',
  'catching-up': 'catching up',
  proving: 'comparing with the live one',
  swapping: 'switching',
};

/** `orders: loading ████████░░░░ 33.1 % 331,000 of ≈ 1,000,000, 92,000/s, 0:08 left`. */
export function progressText({ projection, kind, state, progress }: ShownOperation): string {
  const step = steps[state] ?? state;
  const name = kind === 'rebuild' ? projection : `${kind} ${projection}`;
  if (progress === null || state !== 'loading') return `${name}: ${step}`;
  const { percent, records, total, rate, etaSeconds } = progress;
  const filled = Math.floor((percent / 100) * WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
  const of = percent === 100 ? number(total) : `≈ ${number(total)}`;
  const left = etaSeconds === null || percent === 100 ? '' : `, ${clock(etaSeconds)} left`;
  return `${name}: ${step} ${bar} ${percent.toFixed(1)} % ${number(records)} of ${of}, ${number(rate)}/s${left}`;
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
