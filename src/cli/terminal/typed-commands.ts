const COMMAND =
  /(?<![\w/.-]|npx )aws-baseline(?= (?:--|(?:COMMAND|init|root|admin|buckets|groups|ec2|status|plan|apply|verify|undo|try|doctor|costs|brake|explain|policy|config|completion)\b))/g;

/**
 * A text with its commands as this user can paste them: npx runs a program without putting it on the PATH of the shell, so
 * whoever started this one with npx needs npx again. npm sets both variables (npm documentation, "npm exec" and "scripts").
 */
export function asTyped(text: string, env: Record<string, string | undefined>): string {
  const isNpx = env.npm_command === 'exec' && /\baws-baseline\b/.test(env.npm_lifecycle_script ?? '');
  return isNpx ? text.replace(COMMAND, 'npx aws-baseline') : text;
}

/** The same of help, whose examples keep within the columns: a remark behind a command moves closer to it. */
export function helpAsTyped(help: string, env: Record<string, string | undefined>): string {
  return asTyped(help, env).replace(/^( {2}npx .*?\S) {4}(?= {2,}\S)/gm, '$1');
}
