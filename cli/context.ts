import type { Environment } from '../runtime/config/settings.ts';
import type { ExitCode } from './exit-codes.ts';

/** What a command gets from outside, so that tests can be that outside. */
export type CliContext = {
  readonly env: Environment;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Set by a command when it ends. */
  exitCode: ExitCode;
};
