import { FileContent } from '../../aws/file-content.ts';
import { SETTING_KEY } from '../../facts/ec2/setting-keys.ts';
import type { Draft } from '../settings/setting.ts';

/** The key of the content of the user data file in a draft of answers, as base64: read from the file, never kept. */
export const CONTENT_KEY = 'ec2.user-data-content';

/** The most that EC2 accepts, before base64 (EC2 page "Run commands when you launch an EC2 instance with user data input"). */
export const MOST_USER_DATA_BYTES = 16 * 1024;

/** The user data in a draft; undefined if there is none, or if its file was not read because nothing is launched. */
export function userDataIn(draft: Draft): FileContent | undefined {
  const file = draft.get(SETTING_KEY.userData);
  const content = draft.get(CONTENT_KEY);
  return file === undefined || content === undefined
    ? undefined
    : new FileContent(String(file), Buffer.from(String(content), 'base64'));
}
