import type { ExitCode } from '../../trouble.ts';

/** One check, and its fix. */
export interface Check {
  /** Stable, for scripts: `region`, `look/iam:GetAccountSummary`. */
  id: string;
  state: 'ok' | 'warning' | 'broken' | 'unknown';
  title: string;
  /** The next command or action. */
  fix?: string;
  /** The exit code for a broken check. */
  exitCode?: ExitCode;
  /** The IAM action that is missing. */
  permission?: string;
}

export const ok = (id: string, title: string): Check => ({ id, state: 'ok', title });
export const warning = (id: string, title: string, fix: string): Check => ({ id, state: 'warning', title, fix });
export const unknown = (id: string, title: string, fix?: string): Check =>
  fix === undefined ? { id, state: 'unknown', title } : { id, state: 'unknown', title, fix };
export const broken = (id: string, exitCode: ExitCode, title: string, fix: string): Check => ({
  id,
  state: 'broken',
  title,
  fix,
  exitCode,
});
