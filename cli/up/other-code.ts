import type { Logger } from '../../runtime/observe/logger.ts';
import type { Control } from '../../runtime/projector/generations.ts';
import type { OtherCode } from '../../runtime/projector/projector.ts';
import { askFor } from '../../runtime/projector/rebuild/operations.ts';

/** Says what was built by other code than today's, and with `autoRebuild` asks for its rebuild; differences are meant then. */
export async function offerRebuilds(
  where: Control,
  all: readonly OtherCode[],
  { autoRebuild, logger }: { readonly autoRebuild: boolean; readonly logger: Pick<Logger, 'warn'> },
): Promise<void> {
  for (const one of all) {
    const { projection, fingerprint, today } = one;
    logger.warn(one, toldOf(one));
    if (!autoRebuild) continue;
    const accept = `--auto-rebuild: the code has changed from ${fingerprint ?? 'that of 0.1.0'} to ${today}`;
    await askFor(where, projection, 'rebuild', { accept }).catch(err =>
      logger.warn({ err }, `The rebuild of ${projection} could not be asked for.`),
    );
  }
}

function toldOf({ projection, fingerprint }: OtherCode): string {
  const by = fingerprint === null ? 'by version 0.1.0' : 'by other code than today’s';
  const fed = fingerprint === null ? 'It is fed by today’s code' : 'It goes on being fed by the code that built it';
  return `The read model ${projection} was built ${by}. ${fed}; longplay projections rebuild ${projection} builds it anew.`;
}
