import type { Piece } from '../fakes/model-server';

/** What a real agent needs to work offline, and how the scripted model makes it act. */
export interface RealAgent {
  /** Its id in the catalog. */
  id: string;
  /** The program looked for, as the catalog names it. */
  command: string;
  /** Files below the home folder, as JSON or text, that make it use the model at `origin`. */
  config(origin: string): Record<string, unknown>;
  env(origin: string): Record<string, string>;
  /** Writes a whole new file; `path` is absolute. */
  write(path: string, content: string): Piece;
  /** Runs a command line; `tools` are the names the agent offered. */
  shell(command: string, tools: readonly string[]): Piece;
}
