/** A command line without the folder of its program, which is long and tells little. */
export function shortCommand(command: string): string {
  return command.replace(/^(?:\/[^/\s]+)*\/(?=[^/\s]+(?:\s|$))/, '');
}
