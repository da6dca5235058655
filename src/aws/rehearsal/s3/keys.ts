import type { EncodingType } from '@aws-sdk/client-s3';
import { refuse } from '../refuse.ts';

/** Whether XML 1.0 can carry a key; S3 itself takes any. */
export function isXml(key: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot carry
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(key);
}

/** How a listing shows keys: as they are, or in URL form. What XML cannot carry breaks an answer that is not encoded. */
export function listing(encoding: EncodingType | undefined): (key: string) => string {
  if (encoding === 'url') return (key) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
  return (key) => {
    if (!isXml(key)) refuse('Error', 'Deserialization error: char is not allowed in XML', 200);
    return key;
  };
}
