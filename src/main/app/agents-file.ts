import { writeFile } from 'node:fs/promises';
import { shell } from 'electron';
import { AppError } from '../../shared/errors';

const example = `{
  // Each agent speaks ACP over its standard input and output. Saving this file reloads it.
  "agents": [
    // { "id": "my-agent", "name": "My agent", "backend": "acp", "command": "my-agent", "args": ["--acp"], "env": {} }
  ]
}
`;

/** Opens agents.json in the user's editor, made with an example when it is missing. */
export async function editAgentsFile(file: string): Promise<void> {
  await writeFile(file, example, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const problem = await shell.openPath(file);
  if (problem) {
    throw new AppError(
      'not-found',
      'No program is set up to open agents.json.',
      `Open ${file} in your editor.`,
      problem,
    );
  }
}
