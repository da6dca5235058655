export { lacking, leastLength, type PasswordPolicy, passwordPolicyOf } from '../../facts/iam/password-policy.ts';
