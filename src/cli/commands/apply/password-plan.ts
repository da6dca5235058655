import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { carriesSecret } from '../../../aws/call.ts';
import { endsTheLook } from '../../../aws/errors.ts';
import type { Finding } from '../../../engine/finding.ts';
import { ADMIN } from '../../../steps/2-admin.ts';
import { GROUPS } from '../../../steps/4-groups.ts';
import { lacking, passwordPolicyOf } from '../../../steps/password-policy.ts';
import { flagName, type Setting, valueIn } from '../../../steps/settings/setting.ts';
import { checkPasswordFile } from '../../files/password-file.ts';
import { firstLine, type Passwords, passwords } from '../../files/passwords.ts';
import { readText } from '../../files/read-text.ts';
import type { Session } from '../../session.ts';
import { usage } from '../../trouble.ts';

/** Where this run's passwords come from and go to. */
export interface PasswordPlanning {
  passwords: Passwords;
  /** Whether a file is in the way, or a given password may not fit: then `check` needs all findings before any write. */
  mayForbid(): boolean;
  /** Throws usage (exit 2) when a password is to be made and a file is in the way, or the given one does not fit. */
  check(findings: Finding[]): Promise<void>;
  /** Told each finding as it is seen: with the first password to be made, the account's policy is asked for. */
  seen(finding: Finding): void;
}

/** The admin's first password, where a file or stdin gives it; throws usage (exit 2) when what was said about it cannot be. */
export async function givenPassword({ world, given, invocation }: Session): Promise<string | undefined> {
  const from = valueIn(given.values, ADMIN.passwordFile);
  if (from === undefined) return undefined;
  const readsConfig = (invocation.options.config ?? world.env.AWS_BASELINE_CONFIG) === '-';
  if (from === '-' && readsConfig) throw usage('--config - and --admin-password-file - cannot both read stdin');
  if (given.values.has(ADMIN.passwordOut.key))
    throw usage('--admin-password-file and --admin-password-out exclude each other');
  const text = from === '-' ? await world.readStdin() : givenIn(resolve(world.cwd, from));
  return firstLine(text, '--admin-password-file');
}

/** Plans for this run's passwords, of which `password` is the admin's first where it was given. */
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
    const account = session.besides.of("the first passwords fit the account's password policy");
    asked ??= passwordPolicyOf(account).catch((error: unknown) => {
      if (endsTheLook(error)) throw error;
      return null;
    });
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
        throw usage(`--admin-password-file: the account's password policy asks for ${lacks.join(', ')}`);
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
    throw usage(`--admin-password-file: there is no file ${path}`);
  }
}
