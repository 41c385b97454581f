import { tool } from 'ai';
import { z } from 'zod';
import { AgentError } from '../agent-error';
import { searchText } from '../search-text';
import { fencedContent } from '../tool-call';
import type { Turn } from '../turn';
import type { ToolRunner } from './tool-runner';

const MAX_LINES = 2000;
const MAX_CHARS = 60_000;
const MAX_ENTRIES = 1000;
const MAX_MATCHES = 200;

/** The tools that only look: `read`, `list`, `search`. */
export function createReadTools({ workspace, signal }: Turn, runner: ToolRunner) {
  return {
    read: tool({
      description:
        'Read a text file of the worktree. Long files come in parts: use offset and limit (lines).',
      inputSchema: z.object({
        path: z.string(),
        offset: z.number().int().min(1).optional().describe('first line, from 1'),
        limit: z.number().int().min(1).optional(),
      }),
      execute: ({ path: asked, offset = 1, limit = MAX_LINES }, { toolCallId }) => {
        const details = {
          title: `Read ${asked}`,
          kind: 'read',
          name: 'read',
          rawInput: { path: asked },
        } as const;
        return runner.run(toolCallId, details, async (call) => {
          const path = await workspace.resolve(asked);
          const text = await workspace.readText(path);
          if (text === undefined) throw new AgentError(`There is no ${path.relative}.`);
          await call.begin({ ...details, locations: [{ path: path.absolute, line: offset }] });
          const part = takeLines(text, offset, Math.min(limit, MAX_LINES));
          await call.complete([fencedContent(part)]);
          return part;
        });
      },
    }),

    list: tool({
      description: 'List a folder of the worktree; folders end in a slash.',
      inputSchema: z.object({ path: z.string().default('.') }),
      execute: ({ path: asked }, { toolCallId }) => {
        const details = {
          title: `List ${asked}`,
          kind: 'read',
          name: 'list',
          rawInput: { path: asked },
        } as const;
        return runner.run(toolCallId, details, async (call) => {
          const names = await workspace.list(await workspace.resolve(asked));
          const text = names.slice(0, MAX_ENTRIES).join('\n');
          await call.complete([fencedContent(text)]);
          return names.length > MAX_ENTRIES ? `${text}\n[${names.length} entries in all]` : text || '(empty)';
        });
      },
    }),

    search: tool({
      description:
        'Find lines over the files of the worktree (not .git or node_modules). Answers path:line: text. ' +
        'The text is literal unless regex is true.',
      inputSchema: z.object({
        text: z.string().min(1),
        regex: z.boolean().optional(),
        in: z.string().optional().describe('a file, a folder, or a glob such as src/**/*.ts'),
      }),
      execute: ({ text, regex, in: target }, { toolCallId }) => {
        const title = `Search "${text}"${target ? ` in ${target}` : ''}`;
        const details = {
          title,
          kind: 'search',
          name: 'search',
          rawInput: { text, regex, in: target },
        } as const;
        return runner.run(toolCallId, details, async (call) => {
          const request = { find: text, isRegex: regex ?? false, target, limit: MAX_MATCHES };
          const found = await searchText(workspace, request, signal);
          const lines = found.lines.join('\n');
          await call.complete(lines === '' ? [] : [fencedContent(lines)]);
          if (lines === '') return `No match in ${found.scanned} files.`;
          return found.isCut ? `${lines}\n[more matches were left out]` : lines;
        });
      },
    }),
  };
}

function takeLines(text: string, offset: number, limit: number): string {
  const lines = text.split('\n');
  const end = Math.min(offset - 1 + limit, lines.length);
  const part = lines
    .slice(offset - 1, end)
    .join('\n')
    .slice(0, MAX_CHARS);
  if (offset === 1 && end === lines.length && part.length < MAX_CHARS) return part;
  return `${part}\n[lines ${offset} to ${end} of ${lines.length}]`;
}
