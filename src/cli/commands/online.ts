// The commands that open an account, together: they share nearly all they load, and few files download sooner than many.
export { apply } from './apply/apply.ts';
export { doctor } from './doctor/doctor.ts';
export { plan } from './plan.ts';
export { status } from './status.ts';
export { undo } from './undo/undo.ts';
export { verify } from './verify.ts';
