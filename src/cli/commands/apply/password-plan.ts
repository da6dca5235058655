import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { carriesSecret } from '../../../aws/call.ts';
import { endsTheLook } from '../../../aws/errors.ts';
import type { Finding } from '../../../engine/finding.ts';
import { ADMIN } from '../../../steps/admin/settings.ts';
import { lacking, passwordPolicyOf } from '../../../steps/groups/password-policy.ts';
import { GROUPS } from '../../../steps/groups/settings.ts';
import { policyToCome } from '../../../steps/root/guardrails.ts';
import { flagName, type Setting, valueIn } from '../../../steps/settings/setting.ts';
import { checkPasswordFile } from '../../files/password-file.ts';
import { firstLine, type Passwords, passwords } from '../../files/passwords.ts';
import { readText } from '../../files/read-text.ts';
import type { Session } from '../../session.ts';
import { usage } from '../../trouble.ts';

/** Where this run's passwords come from and where they are written. */
export interface PasswordPlanning {
  passwords: Passwords;
  /**
   * Whether a file exists already, or a given password may not fit: then `check` needs all findings before any write.
   */
  mayForbid(): boolean;
  /** Throws usage (exit 2) if a password is needed and its file exists already, or the given password does not fit. */
  check(findings: Finding[]): Promise<void>;
  /**
   * Receives each finding as it is seen: the first password to be set triggers a read of the account's password policy.
   */
  seen(finding: Finding): void;
}

/** The admin's first password, if a file or stdin provides it; throws usage (exit 2) if the options conflict. */
export async function givenPassword({ world, given, invocation }: Session): Promise<string | undefined> {
  const from = valueIn(given.values, ADMIN.passwordFile);
  if (from === undefined) return undefined;
  const readsConfig = (invocation.options.config ?? world.env.AWS_BASELINE_CONFIG) === '-';
  if (from === '-' && readsConfig) throw usage('--config - and --admin-password-file - cannot both read stdin');
  if (given.values.has(ADMIN.passwordOut.key))
    throw usage('use either --admin-password-file or --admin-password-out, not both');
  const text = from === '-' ? await world.readStdin() : givenIn(resolve(world.cwd, from));
  return firstLine(text, '--admin-password-file');
}

/** The plan for this run's passwords; `password` is the admin's first one, if given. */
export function passwordPlan(session: Session, password: string | undefined): PasswordPlanning {
  const { world, given, holdFile, answers } = session;
  const file = (setting: Setting<string>) => {
    const path = valueIn(given.values, setting);
    return path === undefined ? undefined : resolve(world.cwd, path);
  };
  const adminUser = `admin_${answers.name}`;
  const fileOf = (user: string) => file(user === adminUser ? ADMIN.passwordOut : GROUPS.passwordOut) ?? holdFile;
  const checkFiles = () => {
    for (const setting of [ADMIN.passwordOut, GROUPS.passwordOut]) {
      const path = file(setting);
      if (path) checkPasswordFile(path, flagName(setting));
    }
    if (holdFile && existsSync(holdFile)) checkPasswordFile(holdFile, 'first passwords');
  };
  let asked: ReturnType<typeof passwordPolicyOf> | undefined;
  const policy = () => {
    const account = session.sideReads.of("the first passwords fit the account's password policy");
    // The guardrail may change the policy before or after a password is set, so that passwords fit both.
    asked ??= passwordPolicyOf(account)
      .catch((error: unknown) => {
        if (endsTheLook(error)) throw error;
        return null;
      })
      .then((found) => policyToCome(found, answers));
    return asked;
  };
  const isToMake = ({ state, calls }: Finding) => state === 'todo' && calls?.some(carriesSecret) === true;
  return {
    passwords: passwords({ given: password, fileOf, policy }, adminUser),
    mayForbid() {
      if (password !== undefined) return true;
      try {
        checkFiles();
        return false;
      } catch {
        return true;
      }
    },
    async check(findings) {
      const toMake = findings.filter(isToMake);
      if (toMake.length > 0) checkFiles();
      if (password === undefined || !toMake.some(({ fact }) => fact.signsIn === adminUser)) return;
      const lacks = lacking(password, await policy());
      if (lacks.length > 0)
        throw usage(`--admin-password-file: the account's password policy requires ${lacks.join(', ')}`);
    },
    seen(finding) {
      if (isToMake(finding)) policy().catch(() => {});
    },
  };
}

function givenIn(path: string): string {
  try {
    return readText(path, '--admin-password-file', 64 * 1024);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw usage(`--admin-password-file: ${path} does not exist`);
  }
}
