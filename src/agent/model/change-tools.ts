import { tool } from 'ai';
import { z } from 'zod';
import { AgentError } from '../agent-error';
import { closeCommandCall, describeExit, runInCall } from '../shell-call';
import { diffContent } from '../tool-call';
import type { Turn } from '../turn';
import { applyEdit } from './apply-edit';
import type { ToolRunner } from './tool-runner';

const MAX_OUTPUT_CHARS = 20_000;
const DEFAULT_TIMEOUT_S = 120;
const MAX_TIMEOUT_S = 1800;

/** The tools that change files: `edit` and `write`. */
export function createEditTools(turn: Turn, runner: ToolRunner) {
  const change = (
    toolCallId: string,
    name: 'edit' | 'write',
    asked: string,
    next: (old?: string) => string,
  ) => {
    const title = `${name === 'edit' ? 'Edit' : 'Write'} ${asked}`;
    const details = { title, kind: 'edit', name, rawInput: { path: asked } } as const;
    return runner.run(toolCallId, details, async (call) => {
      const path = await turn.workspace.resolve(asked);
      await turn.permit('edit', call);
      const old = await turn.workspace.readText(path);
      const text = next(old);
      await call.begin({ ...details, locations: [{ path: path.absolute }] });
      await turn.workspace.writeText(path, text);
      await call.complete([diffContent(path, old, text)]);
      return old === undefined ? `Created ${path.relative}.` : `Changed ${path.relative}.`;
    });
  };

  return {
    edit: tool({
      description:
        'Replace an exact text in a file. old_string must occur exactly once, with its white space, unless ' +
        'replace_all is true.',
      inputSchema: z.object({
        path: z.string(),
        old_string: z.string().min(1),
        new_string: z.string(),
        replace_all: z.boolean().optional(),
      }),
      execute: ({ path, old_string, new_string, replace_all }, { toolCallId }) =>
        change(toolCallId, 'edit', path, (old) => {
          if (old === undefined) throw new AgentError(`There is no ${path}; use write to make it.`);
          return applyEdit(old, { find: old_string, replacement: new_string, all: replace_all ?? false });
        }),
    }),

    write: tool({
      description: 'Write a whole file, new or not. Prefer edit for changing an existing one.',
      inputSchema: z.object({ path: z.string(), content: z.string() }),
      execute: ({ path, content }, { toolCallId }) => change(toolCallId, 'write', path, () => content),
    }),
  };
}

/** The tool that runs commands, once the user allowed it: `run`. */
export function createRunTool(turn: Turn, runner: ToolRunner) {
  return {
    run: tool({
      description:
        'Run a shell command in the worktree, without a terminal or input; answers its output and exit code. ' +
        'What it leaves in the background ends with it.',
      inputSchema: z.object({
        command: z.string().min(1),
        timeout_seconds: z.number().int().min(1).max(MAX_TIMEOUT_S).optional(),
      }),
      execute: ({ command, timeout_seconds = DEFAULT_TIMEOUT_S }, { toolCallId }) => {
        const details = { title: command, kind: 'execute', name: 'run', rawInput: { command } } as const;
        return runner.run(toolCallId, details, async (call) => {
          const result = await runInCall(turn, call, command, timeout_seconds * 1000);
          await closeCommandCall(call, result);
          const late = result.timedOut ? `It was stopped after ${timeout_seconds} s. ` : '';
          return `${late}${describeExit(result)}.\n${cutMiddle(result.output)}`;
        });
      },
    }),
  };
}

function cutMiddle(text: string): string {
  if (text.length <= MAX_OUTPUT_CHARS) return text;
  const half = MAX_OUTPUT_CHARS / 2;
  return `${text.slice(0, half)}\n[… left out …]\n${text.slice(-half)}`;
}
