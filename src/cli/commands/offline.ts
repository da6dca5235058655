// What needs no account, in one room, so that the bundle is not cut into a file for each.
export { completion } from './completion.ts';
export { configSchema } from './config/schema.ts';
export { configShow } from './config/show.ts';
export { configValidate } from './config/validate.ts';
export { explain } from './explain/explain.ts';
export { policyShow } from './policy-show.ts';
