// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells

import { useEffect, useState } from 'react';
import type { Change } from '../../../../../shared/domain/change';
import type { ChangedImage, ImageSide } from '../../../../../shared/domain/image';
import { type ErrorInfo, toErrorInfo } from '../../../../../shared/errors';
import { fileSize } from '../../../../lib/format';
import { changesStrings as strings } from '../../../../strings/changes';
import { Spinner } from '../../../../ui/spinner';
import styles from './image-row.module.css';

interface ImageRowProps {
  change: Change;
  row: number;
  top: number;
  height: number;
  tabIndex: 0 | -1;
  loadImage(change: Change): Promise<ChangedImage>;
}

/** An image before and after, or the one side there is. */
export function ImageRow({ change, row, top, height, tabIndex, loadImage }: ImageRowProps) {
  const loaded = useImage(change, loadImage);
  return (
    <div
      role="row"
      aria-rowindex={row + 1}
      data-row={row}
      tabIndex={tabIndex}
      style={{ top, height }}
      className={styles.row}
    >
      <span role="gridcell" className={styles.cell}>
        {loaded === null && (
          <span className={styles.note}>
            <Spinner /> {strings.imageLoading}
          </span>
        )}
        {loaded && 'code' in loaded && <span className={styles.failed}>{loaded.message}</span>}
        {loaded && !('code' in loaded) && <Sides change={change} image={loaded} />}
      </span>
    </div>
  );
}

function Sides({ change, image: { before, after } }: { change: Change; image: ChangedImage }) {
  const { path, oldPath = path } = change;
  return (
    <>
      {before && (
        <Side side={before} title={after ? strings.imageBefore : strings.imageDeleted} path={oldPath} />
      )}
      {after && <Side side={after} title={before ? strings.imageAfter : strings.imageAdded} path={path} />}
    </>
  );
}

/** Decoded these take more memory than the rest of the window. */
const MAX_PIXELS = 64_000_000;

type Shown = { width: number; height: number } | 'broken' | null;

function Side({ side: { bytes, url }, title, path }: { side: ImageSide; title: string; path: string }) {
  const [shown, setShown] = useState<Shown>(null);
  const size = shown && shown !== 'broken' ? shown : null;
  const tooMany = size !== null && size.width * size.height > MAX_PIXELS;
  const note =
    url === null
      ? strings.imageTooLarge
      : shown === 'broken'
        ? strings.imageBroken
        : tooMany && strings.imageTooManyPixels;
  const facts = [size && strings.imagePixels(size.width, size.height), fileSize(bytes)];
  return (
    <figure className={styles.side}>
      {note && <span className={styles.note}>{note}</span>}
      {url !== null && !note && (
        <img
          src={url}
          alt={strings.imageOf(title, path)}
          decoding="async"
          draggable={false}
          // Nothing is decoded before its size is known.
          className={size ? styles.image : styles.unknown}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            setShown({ width, height })
          }
          onError={() => setShown('broken')}
        />
      )}
      <figcaption className={styles.caption}>
        <span className={styles.title}>{title}</span>
        {facts.filter(Boolean).join(' · ')}
      </figcaption>
    </figure>
  );
}

/** Null while it is read. */
function useImage(change: Change, loadImage: ImageRowProps['loadImage']): ChangedImage | ErrorInfo | null {
  const key = `${change.id} ${change.oldOid} ${change.newOid}`;
  const [loaded, setLoaded] = useState<{ key: string; image: ChangedImage | ErrorInfo } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list holds new objects for the same content
  useEffect(() => {
    let wanted = true;
    const keep = (image: ChangedImage | ErrorInfo) => wanted && setLoaded({ key, image });
    loadImage(change).then(keep, (error: unknown) => keep(toErrorInfo(error)));
    return () => {
      wanted = false;
    };
  }, [key, loadImage]);
  return loaded?.key === key ? loaded.image : null;
}
