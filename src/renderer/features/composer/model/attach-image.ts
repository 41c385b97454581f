import type { Attachment } from './draft';

/** Bytes an attached image may have: agents and their models refuse more. */
export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
export const MAX_IMAGES = 10;
const accepted = /^image\/(png|jpeg|gif|webp)$/;

export type ImageProblem = 'not-an-image' | 'too-large' | 'too-many';

/** Why a file cannot be attached, if it cannot. */
export function imageProblem(file: Pick<File, 'type' | 'size'>, attached: number): ImageProblem | null {
  if (!accepted.test(file.type)) return 'not-an-image';
  if (file.size > MAX_IMAGE_BYTES) return 'too-large';
  return attached >= MAX_IMAGES ? 'too-many' : null;
}

/** Reads an image file into an attachment. */
export async function readImage(file: File): Promise<Attachment> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  // One call per chunk: the argument list of a single call could not hold a whole image.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return { id: crypto.randomUUID(), name: file.name, mimeType: file.type, data: btoa(binary) };
}
