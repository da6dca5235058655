import { resolve } from 'node:path';
import { EC2 } from '../../steps/ec2/settings.ts';
import { CONTENT_KEY, MOST_USER_DATA_BYTES } from '../../steps/ec2/user-script.ts';
import { flagName, valueIn } from '../../steps/settings/setting.ts';
import { readBytes } from '../files/read-text.ts';
import { usage } from '../trouble.ts';
import type { World } from '../world.ts';
import type { Given } from './given.ts';
import { sourceWords } from './source-words.ts';

/** Reads the file with the user data, relative to the current folder; throws usage if EC2 would not accept it. */
export function readUserData({ cwd }: Pick<World, 'cwd'>, { values, sources }: Given): void {
  const file = valueIn(values, EC2.userData);
  if (file === undefined) return;
  const source = sources.get(EC2.userData.key);
  const said = source ? sourceWords(source) : flagName(EC2.userData);
  const content = bytesOf(resolve(cwd, file), file, said);
  if (content.length === 0) throw usage(`${said}: ${file} is empty`);
  values.set(CONTENT_KEY, content.toString('base64'));
}

function bytesOf(path: string, file: string, said: string): Buffer {
  try {
    return readBytes(path, said, MOST_USER_DATA_BYTES);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw usage(`${said}: ${file} does not exist`);
  }
}
