import { FolderDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { openDropped } from '../features/repositories/open-repository';
import { repositoriesStrings } from '../strings/repositories';
import styles from './drop-overlay.module.css';

/**
 * Takes a folder dropped anywhere on the window. Elements marked `data-drop-target` take drops of
 * their own (the composer: images and files) and are left alone.
 */
export function DropOverlay() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const on = (
      type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
      listener: (event: DragEvent) => void,
    ) => window.addEventListener(type, listener, { signal: controller.signal });
    const track = (event: DragEvent) => {
      if (!hasFiles(event) || event.defaultPrevented) return;
      // Without this the window would leave the app for the dropped file.
      event.preventDefault();
      setOver(!isTakenElsewhere(event));
    };
    on('dragenter', track);
    on('dragover', track);
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setOver(false);
    });
    on('drop', (event) => {
      setOver(false);
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file && !isTakenElsewhere(event)) void openDropped(file);
    });
    return () => controller.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={styles.overlay}>
      <div className={styles.frame}>
        <FolderDown aria-hidden size={32} />
        <p className={styles.title}>{repositoriesStrings.dropToOpen}</p>
        <p className={styles.hint}>{repositoriesStrings.dropHint}</p>
      </div>
    </div>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

function isTakenElsewhere(event: DragEvent): boolean {
  return event.target instanceof Element && event.target.closest('[data-drop-target]') !== null;
}
