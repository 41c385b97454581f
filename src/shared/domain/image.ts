/** Formats the window can show, by the ending of a file's name. */
const TYPES: Record<string, string> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/** The media type of an image the window can show; undefined for any other file. */
export function imageType(path: string): string | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  return ending !== undefined && Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
}

/** One side of a changed image. */
export interface ImageSide {
  bytes: number;
  /** A `data:` URL, for `<img>` only: nothing in it may run. Null when it is too large to show. */
  url: string | null;
}

/** Both sides of a changed image; null where one is absent or no image. */
export interface ChangedImage {
  before: ImageSide | null;
  after: ImageSide | null;
}
