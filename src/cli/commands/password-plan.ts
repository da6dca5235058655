import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { carriesSecret } from '../../aws/call.ts';
import { endsTheLook } from '../../aws/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { lacking, passwordPolicyOf } from '../../steps/password-policy.ts';
import { checkPasswordFile } from '../password-file.ts';
import { firstLine, type Passwords, passwords } from '../passwords.ts';
import { readText } from '../read-text.ts';
import type { Session } from '../session.ts';
import { usage } from '../trouble.ts';

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

/** Plans for this run's passwords; throws usage (exit 2) when what was said about them cannot be. */
export async function passwordPlan(session: Session): Promise<PasswordPlanning> {
  const { world, given, holdFile } = session;
  const file = (key: string) => {
    const path = given.values.get(key);
    return path === undefined ? undefined : resolve(world.cwd, String(path));
  };
  // The review can change the name.
  const adminUser = () => `admin_${session.answers.name}`;
  const from = given.values.get('admin.password-file');
  const readsConfig = (session.invocation.options.config ?? world.env.AWS_BASELINE_CONFIG) === '-';
  if (from === '-' && readsConfig) throw usage('--config - and --admin-password-file - cannot both read stdin');
  if (from !== undefined && given.values.has('admin.password-out'))
    throw usage('--admin-password-file and --admin-password-out exclude each other');
  const password =
    from === undefined
      ? undefined
      : firstLine(
          from === '-' ? await world.readStdin() : givenIn(resolve(world.cwd, String(from))),
          '--admin-password-file',
        );
  const fileOf = (user: string) => file(user === adminUser() ? 'admin.password-out' : 'users.password-out') ?? holdFile;
  const checkFiles = () => {
    const files = [
      ['admin.password-out', '--admin-password-out'],
      ['users.password-out', '--users-password-out'],
    ] as const;
    for (const [key, flag] of files) {
      const path = file(key);
      if (path) checkPasswordFile(path, flag);
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
      if (password === undefined || !toMake.some(({ fact }) => fact.signsIn === adminUser())) return;
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
