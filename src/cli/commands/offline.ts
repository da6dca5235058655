// The commands that need no account, in one module, so that the bundle is not split into a file for each.
export { completion } from './completion.ts';
export { configSchema } from './config/schema.ts';
export { configShow } from './config/show.ts';
export { configValidate } from './config/validate.ts';
export { explain } from './explain/explain.ts';
export { policyShow } from './policy-show.ts';
