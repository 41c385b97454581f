/** What an agent is asked that shall resolve the conflicts of a target brought into its worktree. */
export function resolvePrompt(target: string, files: readonly string[]): string {
  const list = files.map((file) => `- ${file}`).join('\n');
  return (
    `The branch ${target} is being merged into this one, and these files conflict:\n\n${list}\n\n` +
    'Resolve them: for each, understand what both sides wanted, write the content that keeps both, and leave no ' +
    'conflict markers (<<<<<<<, =======, >>>>>>>). Change nothing else. Do not commit, and do not run git merge, ' +
    'rebase, reset or checkout; the result is reviewed before it is committed.'
  );
}
