export { lacking, leastLength, type PasswordPolicy, passwordPolicyOf } from '../facts/password-policy.ts';
