import type { FileContent } from '../../aws/file-content.ts';

const SECRETS: [RegExp, string][] = [
  [/\bA[KS]IA[A-Z2-7]{16}\b/, 'an AWS access key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/(password|passwd|secret|token|api_?key)[\w-]*["']?\s*[=:]\s*["']?[^\s"'$<({]{6,}/i, 'a password or a token'],
];

// What cloud-init runs or reads (cloud-init page "User-data formats"); anything else it ignores.
const FORMATS = /^(#!|#cloud-|#include|#part-handler|## template:|content-type:|mime-version:)/i;
const SHORT = /^[\w./+-]{1,24}$/;
const GZIP = '\u001f';

/**
 * What a user should know about user data before the launch. Anyone who may read the attributes of the instance or is
 * signed in to it can read it (EC2 page "Use instance metadata to manage your EC2 instance").
 */
export function notesOnUserData(content: FileContent, isOwnImage: boolean): string[] {
  const { bytes, text } = content;
  // A remark fits into any line.
  const file = SHORT.test(content.file) ? content.file : 'the user data';
  const found = text.split('\n').flatMap((line, i) => {
    const what = SECRETS.find(([pattern]) => pattern.test(line))?.[1];
    return what ? [`line ${i + 1} looks like ${what}`] : [];
  });
  const user = isOwnImage ? 'root, or as administrator on Windows,' : 'root';
  const runs = FORMATS.test(text) || text.startsWith(GZIP);
  return [
    `${file} (${bytes} bytes) runs as ${user} at the first start, and whoever may describe the instance or signs in to it can read it`,
    ...(found.length > 0
      ? [`${file} must not contain secrets, but ${found.slice(0, 3).join(', ')}: keep them in AWS Secrets Manager`]
      : []),
    ...(isOwnImage || runs ? [] : [`cloud-init ignores ${file}: it begins neither with #! nor with #cloud-config`]),
  ];
}
