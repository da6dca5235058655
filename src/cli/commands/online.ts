// The commands that open an account, in one module: they share most of what they load, and fewer files download faster.
export { apply } from './apply/apply.ts';
export { brakeLift } from './brake-lift.ts';
export { costs } from './costs.ts';
export { doctor } from './doctor/doctor.ts';
export { changeOwn } from './ec2/change.ts';
export { connectOwn } from './ec2/connect.ts';
export { listOwn } from './ec2/list.ts';
export { plan } from './plan.ts';
export { status } from './status.ts';
export { tryOut } from './try/try.ts';
export { undo } from './undo/undo.ts';
export { verify } from './verify.ts';
