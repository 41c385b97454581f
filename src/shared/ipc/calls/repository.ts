import { z } from 'zod';
import { repositoryId, sessionId } from '../../domain/ids';
import type { Branch, OpenOutcome, Repository } from '../../domain/repository';
import { filePath, output } from './schemas';

export const repositoryCalls = {
  /** Lets the user pick a folder: to open it, or because it was moved. */
  'repository.choose': {
    input: z.object({ moved: z.enum(['repository', 'worktree']).optional() }),
    output: output<{ path: string } | null>(),
  },
  'repository.open': {
    input: z.object({
      path: filePath.min(1),
      init: z.boolean().optional(),
      firstCommit: z.boolean().optional(),
      trust: z.boolean().optional(),
    }),
    output: output<OpenOutcome>(),
  },
  /** Tells that a repository whose folder is missing lies at `path` now. */
  'repository.relocate': {
    input: z.object({ repositoryId, path: filePath.min(1) }),
    output: output<Repository>(),
  },
  'repository.forget': { input: z.object({ repositoryId }), output: output<void>() },
  'repository.branches': { input: z.object({ repositoryId }), output: output<Branch[]>() },
  'repository.files': {
    input: z.object({ sessionId, query: z.string().max(500), limit: z.number().int().min(1).max(200) }),
    output: output<string[]>(),
  },
} as const;
