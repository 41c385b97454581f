/** Tells files apart by their names, also those that look alike as text. No path begins with NUL. */
export function fileKey({ path, pathBytes }: { path: string; pathBytes?: string | undefined }): string {
  return pathBytes === undefined ? path : `\0${pathBytes}`;
}
